package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Access;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V7_4_TerminationTest {
    private static final String ANNS = "ann@example.org";
    private static final String ANOTHER = "a wholly different sentence";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    /** Everything that lets somebody in. */
    private record LogIns(Browser browser, String sessionId, Program program, String key) {}

    @Test
    void v7_4_1_after_the_log_out_or_its_time_a_session_or_token_is_worth_nothing() {
        lab.signedUp("ann");
        LogIns ended = everywhere("ann");
        ended.browser().post("/logout").expect(303);
        expectStranger(ended.sessionId());
        ended.program().send("POST", "/api/auth/logout", null).expect(204);
        expectEnded(ended.program());

        LogIns expired = everywhere("ann");
        lab.clock.pass(Duration.ofDays(30));
        expectStranger(expired.sessionId());
        expectEnded(expired.program());
    }

    @Test
    void v7_4_2_a_closed_or_deleted_account_is_out_everywhere_at_once() {
        Program admin = admin();
        lab.signedUp("ann");
        LogIns closed = everywhere("ann");
        admin.send("POST", "/api/users/ann/disable", null).expect(204);
        expectAllEnded(closed);

        lab.signedUp("bob");
        LogIns deleted = everywhere("bob");
        Browser bob = lab.browser();
        bob.logIn("bob", Lab.PASSWORD).expect(303);
        bob.post("/account/delete", "username", "bob", "current_password", Lab.PASSWORD)
                .expect(303);
        expectAllEnded(deleted);
    }

    @Test
    void v7_4_3_another_password_ends_all_other_sessions_however_it_is_set() {
        Browser ann = lab.confirmed("ann", ANNS);
        LogIns others = everywhere("ann");
        ann.post("/account/password", "current_password", Lab.PASSWORD, "password", ANOTHER)
                .expect(303);
        expectAllEnded(others);
        ann.get("/me").expect(200);

        lab.browser()
                .post(PasswordDoors.resetLink(lab, ANNS), "password", Lab.PASSWORD)
                .expect(303);
        ann.get("/me").expectRedirect("/login");

        others = everywhere("ann");
        Program program = lab.program().logIn("ann");
        program.patch("/api/users/ann", "password", ANOTHER, "current_password", Lab.PASSWORD)
                .expect(200);
        expectAllEnded(others);
    }

    @Test
    void v7_4_4_on_every_page_that_takes_a_log_in_there_is_a_button_to_log_out() {
        Browser ann = lab.loggedIn("ann");
        List<String> pages = Answers.looking(lab, Access.USER)
                .map(request -> request.replace("GET ", ""))
                .toList();
        assertTrue(pages.size() >= 6, pages.toString());
        for (String page : pages) {
            var buttons = ann.get(page).expect(200).page().select("header form[action=/logout][method=post] button");
            assertEquals("Log out", buttons.text(), page);
        }
    }

    @Test
    void v7_4_5_an_admin_can_end_all_sessions_of_somebody() {
        Program admin = admin();
        lab.signedUp("ann");
        LogIns anns = everywhere("ann");
        lab.programOf("bob").send("POST", "/api/users/ann/logout", null).expect(403);
        anns.browser().get("/me").expect(200);
        admin.send("POST", "/api/users/ann/logout", null).expect(204);
        expectStranger(anns.sessionId());
        expectEnded(anns.program());
        Browser ann = lab.browser();
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        assertTrue(ann.get("/account/activity").text().contains("Was logged out everywhere by an admin"));
    }

    private Program admin() {
        lab.signedUp("root");
        lab.promote("root");
        return lab.program().logIn("root");
    }

    private LogIns everywhere(String username) {
        Browser browser = lab.browser();
        browser.logIn(username, Lab.PASSWORD).expect(303);
        Program program = lab.program().logIn(username);
        String key = program.post("/api/keys", "name", "k", "scope", "read")
                .expect(201)
                .at("/key");
        return new LogIns(browser, browser.sessionId().orElseThrow(), program, key);
    }

    private void expectAllEnded(LogIns logIns) {
        expectStranger(logIns.sessionId());
        expectEnded(logIns.program());
        lab.program().get("/api/me", "X-API-KEY", logIns.key()).expect(401);
    }

    private void expectStranger(String sessionId) {
        lab.browser().get("/me", "Cookie", "whoami=" + sessionId).expectRedirect("/login");
    }

    private static void expectEnded(Program program) {
        program.get("/api/me").expect(401);
        program.post("/api/auth/refresh", "refresh_token", program.refreshToken())
                .expect(401);
    }
}
