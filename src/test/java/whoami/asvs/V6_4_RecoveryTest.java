package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;

@Tag("asvs")
class V6_4_RecoveryTest {
    private static final String ANNS = "ann@example.org";
    private static final String ANOTHER = "a wholly different sentence";
    private static final String DRAWN = "/(confirm|reset)/[A-Za-z0-9_-]{43}";

    /** All that any page asks for. None of it is about the mother's maiden name. */
    private static final Set<String> ASKED_FOR =
            Set.of("username", "password", "current_password", "sudo_password", "email", "name");

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @Test
    void v6_4_1_the_code_in_a_link_is_drawn_at_random_and_works_once_and_not_for_long_and_is_no_password() {
        lab.browser().signUp("ann", Lab.PASSWORD, ANNS).expect(303);
        String tooOld = lab.link(ANNS);
        lab.clock.pass(Duration.ofHours(24));
        lab.browser().post(tooOld).expect(404);

        Browser ann = lab.browser();
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        ann.post("/account/email/again").expect(303);
        String confirm = lab.link(ANNS);
        lab.browser().post(confirm).expect(303);
        lab.browser().post(confirm).expect(404);

        String forgotten = PasswordDoors.resetLink(lab, ANNS);
        lab.clock.pass(Duration.ofHours(1));
        lab.browser().post(forgotten, "password", ANOTHER).expect(404);
        String reset = PasswordDoors.resetLink(lab, ANNS);
        lab.browser().logIn("ann", reset.replace("/reset/", "")).expect(401);
        lab.browser().post(reset, "password", ANOTHER).expect(303);
        lab.browser().post(reset, "password", Lab.PASSWORD).expect(404);

        for (String link : Set.of(tooOld, confirm, forgotten, reset)) {
            assertTrue(link.matches(DRAWN), link);
        }
    }

    @Test
    void v6_4_2_nobody_is_asked_for_a_hint_or_a_secret_question() {
        Set<String> askedFor = new PasswordDoors(lab)
                .pages().stream()
                        .flatMap(page -> page.select("input:not([type=hidden]), select, textarea").stream())
                        .map(field -> field.attr("name"))
                        .collect(Collectors.toCollection(TreeSet::new));
        askedFor.addAll(lab.browser().get("/forgot").page().select("input").stream()
                .map((Element field) -> field.attr("name"))
                .toList());
        assertEquals(new TreeSet<>(ASKED_FOR), askedFor);
        lab.program()
                .post("/api/auth/register", "username", "ann", "password", Lab.PASSWORD, "hint", "a horse")
                .expect(422);
    }

    @Test
    void v6_4_3_a_forgotten_password_is_set_anew_by_who_reads_the_confirmed_mailbox_and_by_nobody_else() {
        Browser ann = lab.confirmed("ann", ANNS);
        ann.post("/account/email", "current_password", Lab.PASSWORD, "email", "unconfirmed@example.org")
                .expect(303);
        lab.deliver();
        int letters = lab.letters("unconfirmed@example.org").size();
        lab.browser().post("/forgot", "username", "unconfirmed@example.org").expect(303);
        lab.browser().post("/forgot", "username", "ann").expect(303);
        lab.deliver();
        assertEquals(letters, lab.letters("unconfirmed@example.org").size(), "nothing goes to what is not confirmed");

        String first = lab.link(ANNS);
        String second = PasswordDoors.resetLink(lab, ANNS);
        assertNotEquals(first, second);
        lab.browser().get(second).expect(200);
        ann.get("/me").expect(200);
        Browser stranger = lab.browser();
        Answer reset = stranger.post(second, "password", ANOTHER).expectRedirect("/login?reset");
        assertNull(reset.header("Set-Cookie"), "nobody is logged in by it");
        ann.get("/me").expectRedirect("/login");
        lab.browser().post(first, "password", ANOTHER).expect(404);
        lab.browser().logIn("ann", Lab.PASSWORD).expect(401);
        lab.browser().logIn("ann", ANOTHER).expectRedirect("/me");
    }
}
