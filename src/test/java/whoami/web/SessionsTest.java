package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;

class SessionsTest {
    private static final String EVER_SEEN = "SELECT last_seen_at FROM sessions";

    @RegisterExtension
    final Lab lab = new Lab();

    @ParameterizedTest
    @ValueSource(strings = {"/", "/login", "/signup", "/me", "/logout", "/health", "/nothing"})
    void a_stranger_gets_no_cookie(String path) {
        assertNull(lab.browser().get(path).header("Set-Cookie"));
    }

    @Test
    void nobody_gets_a_cookie_for_a_form_that_failed() {
        assertNull(lab.browser().signUp("", "").header("Set-Cookie"));
        assertNull(lab.browser().logIn("ann", "wrong").header("Set-Cookie"));
        assertNull(lab.signedUp("ann").sessionId().orElse(null));
    }

    @Test
    void the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        Answer answer = lab.signedUp("ann").logIn("ann", Lab.PASSWORD);
        assertTrue(
                answer.header("Set-Cookie")
                        .matches(
                                "whoami=[A-Za-z0-9_-]{43}; Path=/; Expires=[^;]+; Max-Age=2592000; HttpOnly; SameSite=Lax"),
                answer.header("Set-Cookie"));
    }

    @Test
    void the_database_knows_only_the_hash_of_an_id() {
        String id = lab.loggedIn("ann").sessionId().orElseThrow();
        List<String> stored = strings("SELECT id_hash FROM sessions");
        assertEquals(1, stored.size());
        assertTrue(stored.get(0).matches("[0-9a-f]{64}"));
        assertNotEquals(id, stored.get(0));
        lab.browser().get("/me", "Cookie", "whoami=" + stored.get(0)).expectRedirect("/login");
        assertEquals(
                0,
                strings("SELECT * FROM sessions WHERE attributes LIKE '%" + id + "%'")
                        .size());
    }

    @Test
    void a_log_in_never_takes_over_an_id_that_the_browser_brings_along() {
        lab.signedUp("ann");
        String planted = "x".repeat(43);
        Answer answer = lab.browser()
                .post(
                        new String[] {"Cookie", "whoami=" + planted},
                        "/login",
                        "username",
                        "ann",
                        "password",
                        Lab.PASSWORD);
        assertFalse(answer.expect(303).header("Set-Cookie").contains(planted));
        lab.browser().get("/me", "Cookie", "whoami=" + planted).expectRedirect("/login");
    }

    @Test
    void a_second_log_in_gets_a_new_id_and_the_old_one_dies() {
        Browser ann = lab.loggedIn("ann");
        String first = ann.sessionId().orElseThrow();
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        assertNotEquals(first, ann.sessionId().orElseThrow());
        lab.browser().get("/me", "Cookie", "whoami=" + first).expectRedirect("/login");
        assertEquals(1, strings("SELECT id_hash FROM sessions").size());
    }

    @Test
    void after_the_log_out_the_old_cookie_is_worth_nothing() {
        Browser ann = lab.loggedIn("ann");
        String id = ann.sessionId().orElseThrow();
        Answer answer = ann.get("/logout");
        assertTrue(answer.header("Set-Cookie").startsWith("whoami=;"), answer.header("Set-Cookie"));
        assertTrue(ann.sessionId().isEmpty());
        lab.browser().get("/me", "Cookie", "whoami=" + id).expectRedirect("/login");
        assertEquals(0, strings("SELECT id_hash FROM sessions").size());
    }

    /** Otherwise a browser would keep it. */
    @Test
    void a_log_out_takes_the_cookie_back_with_the_marks_that_it_was_set_with() {
        String cookie = lab.loggedIn("ann").post("/logout").expect(303).header("Set-Cookie");
        for (String mark : List.of("whoami=", "Path=/", "Expires=Thu, 01 Jan 1970", "HttpOnly", "SameSite=Lax")) {
            assertTrue(cookie.contains(mark), cookie);
        }
        assertFalse(cookie.contains("Secure"), cookie);
    }

    @Test
    void two_devices_have_two_sessions_and_one_may_go() {
        Browser phone = lab.loggedIn("ann");
        Browser laptop = lab.browser();
        laptop.logIn("ann", Lab.PASSWORD).expect(303);
        phone.post("/logout").expect(303);
        phone.get("/me").expect(303);
        laptop.get("/me").expect(200);
    }

    @Test
    void a_row_that_is_deleted_is_a_session_refused_on_the_very_next_request() {
        Browser ann = lab.loggedIn("ann");
        ann.get("/me").expect(200);
        lab.database().execute(tx -> tx.update("DELETE FROM sessions"));
        ann.get("/me").expectRedirect("/login");
    }

    @Test
    void a_restart_logs_nobody_out() {
        Browser ann = lab.loggedIn("ann");
        String id = ann.sessionId().orElseThrow();
        lab.restart();
        lab.browser().get("/me", "Cookie", "whoami=" + id).expect(200);
    }

    @Test
    void a_session_ends_14_days_after_the_last_visit() {
        Browser ann = lab.loggedIn("ann");
        lab.clock.pass(Duration.ofDays(14).minusSeconds(1));
        ann.get("/me").expect(200);
        lab.clock.pass(Duration.ofDays(14).minusSeconds(1));
        ann.get("/me").expect(200);
        lab.clock.pass(Duration.ofDays(14).plusSeconds(1));
        ann.get("/me").expectRedirect("/login");
    }

    @Test
    void a_session_ends_30_days_after_the_log_in_however_often_one_visits() {
        Browser ann = lab.loggedIn("ann");
        for (int day = 0; day < 29; day++) {
            lab.clock.pass(Duration.ofDays(1));
            ann.get("/me").expect(200);
        }
        lab.clock.pass(Duration.ofDays(1));
        ann.get("/me").expectRedirect("/login");
    }

    @Test
    void a_visit_is_written_down_at_most_once_a_minute() {
        Browser ann = lab.loggedIn("ann");
        List<String> atLogIn = strings(EVER_SEEN);
        lab.clock.pass(Duration.ofSeconds(59));
        ann.get("/me").expect(200);
        ann.get("/me").expect(200);
        assertEquals(atLogIn, strings(EVER_SEEN));
        lab.clock.pass(Duration.ofSeconds(1));
        ann.get("/me").expect(200);
        // it is written when the answer is out; another visit over the same connection comes after that
        ann.get("/me").expect(200);
        assertEquals(List.of(String.valueOf(lab.clock.millis())), strings(EVER_SEEN));
    }

    @Test
    void expired_rows_are_cleared_away_and_others_are_not() {
        lab.loggedIn("ann");
        lab.clock.pass(Duration.ofDays(10));
        lab.loggedIn("bob");
        lab.clock.pass(Duration.ofDays(5));
        lab.janitor().round();
        assertEquals(
                List.of("bob"), strings("SELECT username FROM sessions JOIN users ON users.id = sessions.user_id"));
    }

    @Test
    void while_the_database_does_not_answer_a_user_is_told_so_and_not_logged_out() {
        Browser ann = lab.loggedIn("ann");
        lab.database().close();
        Answer answer = ann.get("/me").expect(503);
        assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
        assertNull(answer.header("Set-Cookie"));
        ann.post("/logout").expect(503);
        assertTrue(ann.sessionId().isPresent());
        assertEquals(
                "The database does not answer",
                lab.browser().get("/health").expect(503).body());
        Answer form = lab.browser().logIn("ann", Lab.PASSWORD).expect(503);
        assertEquals("ann", form.page().select("#username").val(), "nothing typed is lost");
        assertNull(form.header("Set-Cookie"));
    }

    @Test
    void a_log_in_that_cannot_be_written_down_gives_no_cookie_and_does_not_end_the_session_that_one_has() {
        Browser ann = lab.loggedIn("ann");
        lab.database().execute(tx -> tx.update("ALTER TABLE sessions RENAME COLUMN user_agent TO gone"));
        assertNull(ann.logIn("ann", Lab.PASSWORD).expect(500).header("Set-Cookie"));
        ann.get("/me").expect(200);
    }

    @Test
    void what_the_web_keeps_with_a_session_is_there_on_the_next_request() {
        lab.app()
                .unsafe
                .routes
                .get(
                        "/keep",
                        ctx -> ctx.req().getSession(false).setAttribute("kept", "täglich \"Brot\""),
                        whoami.Access.ANYONE);
        lab.app()
                .unsafe
                .routes
                .get(
                        "/kept",
                        ctx -> ctx.result("" + ctx.req().getSession(false).getAttribute("kept")),
                        whoami.Access.ANYONE);
        Browser ann = lab.loggedIn("ann");
        assertEquals("null", ann.get("/kept").body());
        ann.get("/keep").expect(200);
        assertEquals("täglich \"Brot\"", ann.get("/kept").body());
    }

    @Test
    void of_several_cookies_the_first_that_is_worth_something_counts() {
        String ann = lab.loggedIn("ann").sessionId().orElseThrow();
        String bob = lab.loggedIn("bob").sessionId().orElseThrow();
        assertEquals("ann", nameShownTo("whoami=x; whoami=" + ann));
        assertEquals("ann", nameShownTo("whoami=" + ann + "; whoami=" + bob));
        assertEquals("Log in", nameShownTo("WHOAMI=" + ann));
        assertEquals("Log in", nameShownTo("whoami=x; ".repeat(100) + "whoami=" + ann));
    }

    private String nameShownTo(String cookies) {
        return lab.browser()
                .get("/nothing", "Cookie", cookies)
                .page()
                .select("nav a:not([href=/posts])")
                .first()
                .text();
    }

    @Test
    void a_cookie_of_nonsense_is_just_a_stranger() {
        for (String value : List.of("", "x", "x".repeat(4_000), "%00", "ä", "\"quoted\"", "node0.x")) {
            lab.browser().get("/me", "Cookie", "whoami=" + value).expect(303);
        }
    }

    private List<String> strings(String sql) {
        return lab.database().read(tx -> tx.list(row -> row.getString(1), sql));
    }
}
