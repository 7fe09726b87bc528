package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.LogLines;
import whoami.Program;

@Tag("asvs")
class V16_3_EventsTest {
    private static final String ANNS = "ann@example.org";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @RegisterExtension
    final LogLines log = new LogLines(Level.INFO);

    @Test
    void v16_3_1_every_log_in_and_proof_is_logged_with_its_kind_whether_it_was_good_or_not() {
        Browser ann = lab.confirmed("ann", ANNS);
        expect("account.Events log-in user=0");
        ann.post("/account/prove", "sudo_password", "a guess").expect(422);
        expect("account.Events log-in failed user=0");
        ann.post("/account/prove", "sudo_password", Lab.PASSWORD).expect(303);
        expect("account.Events password proved user=0");
        lab.browser().logIn("nobody", "a guess").expect(401);
        expect("account.Events log-in failed user=-");
        Program program = lab.program().logIn("ann");
        expect("account.Events program log-in user=0");
        program.get("/api/me").expect(200);
        assertTrue(log.line("http GET /api/me 200 ").contains("user=0"));
        lab.program().with("no token", "").get("/api/keys").expect(401);
        assertTrue(log.line("http GET /api/keys 401 ").endsWith("user=-"));
        program.refresh();
        log.line("http POST /api/auth/refresh 200 ");
        lab.program().post("/api/auth/refresh", "refresh_token", "no token").expect(401);
        log.line("http POST /api/auth/refresh 401 ");
        lab.browser()
                .post(PasswordDoors.resetLink(lab, ANNS), "password", "another sentence")
                .expect(303);
        expect("account.Events password reset user=0");
        lab.browser().post("/reset/none", "password", "another sentence").expect(404);
        log.line("http POST /reset/none 404 ");
        close("ann");
        lab.browser().logIn("ann", "another sentence").expect(403);
        expect("account.Events log-in refused user=0");
        for (int i = 0; i < 5; i++) {
            lab.browser().logIn("bob", "a guess").expect(401);
        }
        lab.browser().logIn("bob", "a guess").expect(429);
        log.line("http POST /login 429 ");
    }

    /** With where it came from, and with what ties it to the request. */
    private void expect(String event) {
        String line = log.line(event);
        assertTrue(line.matches(".* address=127\\.0\\.0\\.1 request=[0-9a-f]{16}"), line);
    }

    private void close(String username) {
        lab.program().register("root");
        lab.promote("root");
        lab.program()
                .logIn("root")
                .send("POST", "/api/users/" + username + "/disable", null)
                .expect(204);
    }
}
