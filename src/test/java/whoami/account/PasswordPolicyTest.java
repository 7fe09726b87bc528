package whoami.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
    private final PasswordPolicy policy = new PasswordPolicy(8, Set.of("whoami"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "no digits no signs",
                "        8 spaces",
                "пароль из слов",
                "密码密码密码密码",
                "🐴🔋📎🐴🔋📎🐴🔋",
                "annabelle lives here",
                "xk4$;Lq9"
            })
    void any_text_of_eight_characters_that_nobody_guesses_first_will_do(String password) {
        assertEquals(Optional.empty(), policy.refusal(password, "ann", "ann@example.org"));
    }

    @Test
    void characters_are_counted_as_people_count_them() {
        refused("🐴🔋📎🐴🔋📎🐴", "at least 8");
        refused("1234567", "at least 8");
    }

    @Test
    void a_thousand_characters_will_do_and_one_more_will_not() {
        assertEquals(Optional.empty(), policy.refusal("x".repeat(1_000), "ann", null));
        refused("x".repeat(1_001), "at most 1,000");
        refused("\u0301".repeat(32_000), "at most 1,000");
        assertEquals(Optional.empty(), policy.refusal("e\u0301".repeat(1_000), "ann", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "PASSWORD", "12345678", "password1", "iloveyou", "trustno1", "qwertyuiop"})
    void what_is_guessed_first_is_refused(String password) {
        refused(password, "very common");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whoami12",
                "WhoamiWhoami",
                "berta-quast",
                "BERTA-QUAST!",
                "q.uast@example.org",
                "examplE123",
                "whoamipassword"
            })
    void what_is_made_of_the_own_name_or_address_is_refused(String password) {
        String reason =
                policy.refusal(password, "berta-quast", "q.uast@example.org").orElse("taken");
        assertTrue(reason.contains("too close"), reason);
    }

    @Test
    void a_password_that_only_holds_the_own_name_will_do() {
        assertEquals(Optional.empty(), policy.refusal("berta-quast sings", "berta-quast", null));
    }

    @Test
    void two_letters_of_a_name_may_stand_in_a_password_and_three_may_not_make_it_up() {
        assertEquals(Optional.empty(), policy.refusal("qzqzqzqz", "qz", null));
        assertTrue(policy.refusal("qz7qz7qz7", "qz7", null).isPresent());
        assertEquals(Optional.empty(), policy.refusal("qz7.tails", "qz7", null), "six characters of its own");
        assertTrue(policy.refusal("qz7.tail", "qz7", null).isPresent());
    }

    @Test
    void the_list_holds_at_least_thirty_thousand() throws Exception {
        try (var list = getClass().getResourceAsStream("/com/nulabinc/zxcvbn/matchers/dictionaries/passwords.txt")) {
            assertTrue(new String(list.readAllBytes()).lines().count() >= 30_000);
        }
    }

    private void refused(String password, String reason) {
        Optional<String> refusal = policy.refusal(password, "ann", "ann@example.org");
        assertTrue(refusal.isPresent() && refusal.get().contains(reason), password + ": " + refusal);
    }
}
