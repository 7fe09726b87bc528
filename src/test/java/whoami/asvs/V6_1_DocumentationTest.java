package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Access;
import whoami.Lab;
import whoami.Settings;

@Tag("asvs")
class V6_1_DocumentationTest {
    /** They take no proof of who somebody is, and open nothing that was closed. */
    private static final Set<String> NO_WAY_IN = Set.of(
            "/signup",
            "/logout",
            "/confirm",
            "/forgot",
            "/api/auth/register",
            "/api/auth/confirm/resend",
            "/api/auth/forgot");

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void v6_1_1_it_is_documented_how_guessing_is_made_slow_how_that_is_set_and_why_nobody_is_locked_out() {
        String guessing = Documents.readme("Against guessing");
        for (String counted : List.of(
                "wrong passwords for a name",
                "wrong passwords for all names",
                "wrong passwords for an account",
                "sign-ups",
                "letters")) {
            assertTrue(Documents.row(guessing, counted).isPresent(), counted);
        }
        for (String said : List.of(
                "WHOAMI_THROTTLE",
                "WHOAMI_TRUSTED_PROXIES",
                "WHOAMI_POSTS_PER_MINUTE",
                "Nobody can lock somebody out")) {
            assertTrue(guessing.contains(said), said);
        }
    }

    @Test
    void v6_1_2_the_words_that_no_password_is_made_of_are_documented() {
        List<String> documented = Documents.table(Documents.readme("Words no password is made of")).stream()
                .map(cells -> String.join(" ", cells))
                .toList();
        for (String word : List.of("`whoami`", "host's name", "WHOAMI_PASSWORD_WORDS", "username", "e-mail address")) {
            assertEquals(
                    1, documented.stream().filter(row -> row.contains(word)).count(), word);
        }
        Settings settings = Settings.of(
                Map.of("WHOAMI_BASE_URL", "https://accounts.example.org", "WHOAMI_PASSWORD_WORDS", "acme, lagerhaus"));
        assertEquals(
                Set.of("whoami", "accounts", "example", "org", "acme", "lagerhaus"),
                settings.siteWords(),
                "the server knows of no others");
    }

    @Test
    void v6_1_3_every_way_in_is_documented_with_what_it_takes_and_what_guards_it() {
        List<List<String>> rows = Documents.table(Documents.readme("Ways in"));
        rows.forEach(cells -> assertTrue(cells.stream().noneMatch(String::isBlank), cells.toString()));
        String ways = rows.stream().map(cells -> cells.get(0)).collect(Collectors.joining("\n"));
        Set<String> undocumented = Answers.endpoints(lab)
                .filter(endpoint -> endpoint.method.name().equals("POST"))
                .filter(endpoint -> Answers.role(endpoint)
                        .filter(Set.of(Access.ANYONE, Access.ANY_PROGRAM, Access.LINK_HOLDER)::contains)
                        .isPresent())
                .map(endpoint -> endpoint.path)
                .filter(path -> !NO_WAY_IN.contains(path) && !ways.contains(path + "`"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), undocumented);
        for (String other : List.of("X-API-KEY", "/account/prove", "whoami.jar user")) {
            assertTrue(ways.contains(other), other);
        }
    }
}
