package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V6_2_PasswordsTest {
    private static final String ANOTHER = "a wholly different sentence";
    private static final String SECRET_FIELDS = "input[name*=password], input[autocomplete$=password]";

    @RegisterExtension
    final Lab lab =
            new Lab("SMTP", "on", "BASE_URL", "http://accounts.example.org", "PASSWORD_WORDS", "acme,lagerhaus");

    @Test
    void v6_2_1_a_password_has_at_least_eight_characters() {
        var doors = new PasswordDoors(lab);
        doors.expectRefusal("xk4$;Lq", "at least 8");
        lab.browser().signUp("newcomer", "xk4$;Lq9").expect(303);
    }

    @Test
    void v6_2_2_whoever_has_an_account_can_change_its_password() {
        Browser ann = lab.loggedIn("ann");
        changePassword(ann, Lab.PASSWORD, ANOTHER).expectRedirect("/account?done=password#password-form");
        lab.browser().logIn("ann", Lab.PASSWORD).expect(401);
        lab.browser().logIn("ann", ANOTHER).expectRedirect("/me");
    }

    @Test
    void v6_2_3_another_password_takes_the_one_in_use_and_the_new_one() {
        Browser ann = lab.loggedIn("ann");
        assertFalse(changePassword(ann, "", ANOTHER)
                .expect(422)
                .error("current_password")
                .isEmpty());
        assertFalse(changePassword(ann, "a guess", ANOTHER)
                .expect(422)
                .error("current_password")
                .isEmpty());
        assertFalse(changePassword(ann, Lab.PASSWORD, "")
                .expect(422)
                .error("password")
                .isEmpty());
        Program program = lab.program().logIn("ann");
        program.patch("/api/users/ann", "password", ANOTHER).expect(422);
        program.patch("/api/users/ann", "password", ANOTHER, "current_password", "a guess")
                .expect(422);
        lab.browser().logIn("ann", Lab.PASSWORD).expectRedirect("/me");
    }

    @Test
    void v6_2_4_none_of_the_3000_passwords_that_are_guessed_first_is_taken() throws IOException {
        List<String> first =
                common().filter(word -> word.length() >= 8).limit(3_000).toList();
        assertEquals(3_000, first.size());
        Browser browser = lab.browser();
        for (String word : first) {
            String page = browser.signUp("newcomer", word).expect(422).body();
            assertTrue(page.contains("This is a very common password"), word + ": " + page);
        }
        var doors = new PasswordDoors(lab);
        first.stream().limit(5).forEach(word -> doors.expectRefusal(word, "very common"));
    }

    @Test
    void v6_2_5_a_password_may_be_made_of_whatever_characters_one_likes() {
        List<String> passwords = List.of(
                "onlysmallletters",
                "ONLYCAPITALS",
                "739105264488",
                "$%&/()=?!+*~",
                "  a b  c d  ",
                "пароль из слов",
                "密码密码密码密码",
                "🐴🔋📎🐴🔋📎🐴🔋",
                "<b>&amp;\"'`;--\\",
                "tab\tand\u0007bell");
        for (String password : passwords) {
            String name = "user" + passwords.indexOf(password);
            lab.browser().signUp(name, password).expect(303);
            lab.browser().logIn(name, password).expectRedirect("/me");
        }
    }

    @Test
    void v6_2_6_a_password_is_not_shown_while_it_is_typed() {
        for (Document page : new PasswordDoors(lab).pages()) {
            assertFalse(page.select(SECRET_FIELDS).isEmpty(), page.title());
            page.select(SECRET_FIELDS).forEach(field -> assertEquals("password", field.attr("type"), page.title()));
        }
    }

    @Test
    void v6_2_7_a_password_can_be_pasted_and_filled_in_by_a_password_manager() {
        for (Document page : new PasswordDoors(lab).pages()) {
            for (Element field : page.select(SECRET_FIELDS)) {
                assertTrue(field.attr("autocomplete").matches("(current|new)-password"), field.toString());
                assertTrue(
                        field.attributes().asList().stream()
                                .noneMatch(attribute -> attribute.getKey().matches("on.*|maxlength|readonly|disabled")),
                        field.toString());
            }
            for (Element script : page.select("script")) {
                String code = lab.browser().get(script.attr("src")).expect(200).body();
                assertFalse(code.matches("(?s).*(paste|clipboard|preventDefault|keydown).*"), code);
            }
        }
    }

    @Test
    void v6_2_8_a_password_is_compared_to_the_last_character_and_without_any_change_to_case_or_blanks() {
        String password = " Ein langer Satz, " + "und noch länger ".repeat(8) + "bis hier. ";
        lab.browser().signUp("ann", password).expect(303);
        for (String other : List.of(
                password.toLowerCase(), password.strip(), password.substring(0, 72), password.replace("ä", "a"))) {
            lab.browser().logIn("ann", other).expect(401);
            lab.clock.pass(Duration.ofHours(1));
        }
        lab.browser().logIn("ann", password + " ").expect(401);
        lab.browser().logIn("ann", password).expectRedirect("/me");
    }

    @Test
    void v6_2_9_a_password_may_have_64_characters_and_even_1000() {
        for (String password : List.of("Ab 4".repeat(16), "山田🐴é".repeat(16), "Ab 4x".repeat(200))) {
            String name = "user" + password.length();
            lab.browser().signUp(name, password).expect(303);
            lab.browser().logIn(name, password).expectRedirect("/me");
            lab.browser()
                    .logIn(name, password.substring(0, password.length() - 1))
                    .expect(401);
        }
    }

    @Test
    void v6_2_10_a_password_stays_good_for_years() {
        lab.signedUp("ann");
        lab.clock.pass(Duration.ofDays(10 * 365));
        Browser ann = lab.browser();
        ann.logIn("ann", Lab.PASSWORD).expectRedirect("/me");
        ann.get("/me").expect(200);
        lab.program().logIn("ann").get("/api/me").expect(200);
    }

    @Test
    void v6_2_11_no_password_is_taken_that_is_made_of_the_words_that_the_documentation_lists() {
        var doors = new PasswordDoors(lab);
        for (String password : List.of(
                "whoami12",
                "WhoamiWhoami",
                "whoami2026!",
                "Acme2026",
                "acmelagerhaus",
                "lagerhauspassword",
                "accounts1",
                "example.org",
                "Example123")) {
            doors.expectRefusal(password, "too close");
        }
        for (String password : List.of("berta-quast", "BERTA-QUAST99", "q.uast@example.net", "q.uast12")) {
            assertTrue(lab.browser()
                    .signUp("berta-quast", password, "q.uast@example.net")
                    .expect(422)
                    .error("password")
                    .contains("too close"));
        }
    }

    @Test
    void v6_2_12_no_password_is_taken_that_is_among_the_30000_most_frequent_of_published_breaches() throws IOException {
        assertTrue(common().count() >= 30_000);
        var doors = new PasswordDoors(lab);
        for (String password :
                List.of("q1w2e3r4t5y6", "1qaz2wsx3edc", "iloveyou", "Trustno1", "abcd1234", "starwars")) {
            doors.expectRefusal(password, "very common");
        }
    }

    private static Browser.Answer changePassword(Browser browser, String current, String wanted) {
        return browser.post("/account/password", "current_password", current, "password", wanted);
    }

    /** The list that is in the jar, the most frequent first. */
    private static Stream<String> common() throws IOException {
        try (var list = V6_2_PasswordsTest.class.getResourceAsStream(
                "/com/nulabinc/zxcvbn/matchers/dictionaries/passwords.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }
}
