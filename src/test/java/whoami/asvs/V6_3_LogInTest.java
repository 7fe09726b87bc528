package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V6_3_LogInTest {
    private static final String ANNS = "ann@example.org";
    private static final String ANOTHER = "a wholly different sentence";

    /** Behind a proxy that is believed, so that each request can come from a network of its own. */
    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "TRUSTED_PROXIES", "127.0.0.1");

    @Test
    void v6_3_1_guessing_is_as_slow_as_documented_and_the_owner_gets_in_all_the_same() {
        String documented = Documents.readme("Against guessing");
        Browser home = lab.confirmed("ann", ANNS);
        var ofName = Limit.of(lab.clock, () -> logIn("192.0.2.1", "ann", "a guess"));
        assertEquals(figures(documented, "wrong passwords for a name"), ofName.inWords());
        var names = new AtomicInteger();
        var ofNetwork = Limit.of(lab.clock, () -> logIn("192.0.2.2", "user" + names.incrementAndGet(), "a guess"));
        assertEquals(figures(documented, "wrong passwords for all names"), ofNetwork.inWords());

        int inARow = Integer.parseInt(Documents.row(documented, "wrong passwords for an account")
                .orElseThrow()
                .get(1));
        for (int i = 0; i < inARow; i++) {
            logIn("198.51.100." + i, "ann", "a guess").expect(401);
        }
        assertTrue(logIn("203.0.113.1", "ann", Lab.PASSWORD).expect(401).text().contains("very many wrong passwords"));
        home.logIn("ann", Lab.PASSWORD).expectRedirect("/me");
    }

    @Test
    void v6_3_2_a_new_site_has_no_account_that_somebody_could_know_the_password_of() {
        assertEquals(0, lab.rows("users"));
        for (String name : List.of("admin", "root", "sa", "whoami", "administrator", "operator", "test", "guest")) {
            for (String password : List.of("", name, "password", "changeme")) {
                logIn("192.0.2.3", name, password).expect(401);
                lab.clock.pass(Duration.ofHours(1));
            }
        }
    }

    @Test
    void v6_3_4_every_door_is_closed_to_strangers_and_those_with_a_password_share_their_guards() {
        String open = String.join("|", "ANYONE", "ANY_PROGRAM", "LINK_HOLDER");
        Answers.routes(lab, role -> !role.name().matches(open)).forEach(request -> {
            Answers.Answer answer = Answers.Answer.to(lab, request);
            boolean ledToLogIn =
                    answer.status() == 303 && answer.header("Location").startsWith("/login");
            assertTrue(ledToLogIn || answer.status() == 401, request + " " + answer.status());
        });

        lab.signedUp("ann");
        Program program = lab.program();
        for (int i = 0; i < 3; i++) {
            program.post("/api/auth/login", "username", "ann", "password", "a guess")
                    .expect(401);
        }
        Browser browser = lab.browser();
        browser.logIn("ann", "a guess").expect(401);
        browser.logIn("ann", "a guess").expect(401);
        browser.logIn("ann", Lab.PASSWORD).expect(429);
        program.post("/api/auth/login", "username", "ann", "password", Lab.PASSWORD)
                .expect(429);

        Program bob = lab.programOf("bob");
        String key =
                bob.post("/api/keys", "name", "k", "scope", "write").expect(201).at("/key");
        close("bob");
        lab.browser().logIn("bob", Lab.PASSWORD).expect(403);
        program.post("/api/auth/login", "username", "bob", "password", Lab.PASSWORD)
                .expect(403);
        program.post("/api/auth/refresh", "refresh_token", bob.refreshToken()).expect(401);
        program.get("/api/me", "X-API-KEY", key).expect(401);
        bob.get("/api/me").expect(401);
    }

    @Test
    void v6_3_5_whoever_has_a_confirmed_address_gets_a_letter_about_a_log_in_that_may_not_be_theirs() {
        lab.confirmed("ann", ANNS);
        int before = lab.letters(ANNS).size();
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
        assertEquals(before, lab.letters(ANNS).size(), "not about one from where they always are");

        logIn("192.0.2.4", "ann", Lab.PASSWORD).expect(303);
        expectLetter("Somebody logged in to your account", ++before);
        logIn("192.0.2.4", "ann", Lab.PASSWORD).expect(303);
        assertEquals(before, lab.letters(ANNS).size(), "known by now");

        lab.clock.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            logIn("192.0.2.5", "ann", "a guess").expect(401);
        }
        lab.program().logIn("ann");
        expectLetter("Somebody logged in to your account", ++before);

        lab.clock.pass(Duration.ofDays(91));
        lab.janitor().round();
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
        expectLetter("Somebody logged in to your account", ++before);
    }

    @Test
    void v6_3_7_whoever_has_a_confirmed_address_gets_a_letter_about_each_change_of_what_opens_the_account() {
        Browser ann = lab.confirmed("ann", ANNS);
        int letters = lab.letters(ANNS).size();
        ann.post("/account/password", "current_password", Lab.PASSWORD, "password", ANOTHER)
                .expect(303);
        expectLetter("Your password was changed", ++letters);
        ann.post("/account/email", "current_password", ANOTHER, "email", "new@example.org")
                .expect(303);
        expectLetter("Your e-mail address is being changed", ++letters);
        ann.post("/account/keys", "name", "backup", "scope", "read").expect(200);
        expectLetter("An API key was made", ++letters);
        String reset = PasswordDoors.resetLink(lab, ANNS);
        lab.browser().post(reset, "password", Lab.PASSWORD).expect(303);
        letters += 2;
        expectLetter("Your password was changed", letters);
        lab.program().logIn("ann").patch("/api/users/ann", "username", "anna").expect(200);
        expectLetter("Your username was changed", ++letters);
        Browser anna = lab.browser();
        anna.logIn("anna", Lab.PASSWORD).expect(303);
        anna.post("/account/delete", "username", "anna", "current_password", Lab.PASSWORD)
                .expect(303);
        String restore = lab.link(ANNS);
        lab.browser().post(restore, "password", ANOTHER).expect(303);
        letters += 2;
        expectLetter("Your password was changed", letters);
    }

    private void expectLetter(String subject, int count) {
        var letters = lab.letters(ANNS);
        assertEquals(count, letters.size(), letters.toString());
        assertEquals(subject, letters.get(count - 1).subject());
    }

    private Answer logIn(String network, String username, String password) {
        return lab.browser()
                .post(new String[] {"X-Forwarded-For", network}, "/login", "username", username, "password", password);
    }

    private void close(String username) {
        lab.signedUp("root");
        lab.promote("root");
        lab.program()
                .logIn("root")
                .send("POST", "/api/users/" + username + "/disable", null)
                .expect(204);
    }

    private static String figures(String documented, String counted) {
        return String.join(
                " | ", Documents.row(documented, counted).orElseThrow().subList(1, 4));
    }
}
