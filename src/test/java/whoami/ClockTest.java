package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser.Answer;

/** The clock is an hour fast, and is set right; or it is set forth and back while people are logged in. */
class ClockTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration BACK = HOUR.negated();

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "SESSION_IDLE", "2h", "SESSION_MAX", "1d");

    @Test
    void nobody_is_logged_out_when_it_is_set_back_and_forth() {
        Browser ann = lab.loggedIn("ann");
        for (Duration step : new Duration[] {BACK, HOUR, HOUR, BACK}) {
            lab.clock.pass(step);
            ann.get("/me").expect(200);
        }
    }

    @Test
    void a_session_does_not_gain_the_hour_when_its_owner_was_there_again() {
        Browser ann = lab.loggedIn("ann");
        lab.clock.pass(BACK);
        ann.get("/me").expect(200);
        lab.awaitVisitNoted();
        lab.clock.pass(Duration.ofHours(2));
        ann.get("/me").expect(303);
    }

    @Test
    void an_access_token_of_the_future_is_none_and_its_refresh_token_gets_a_good_one() {
        Program ann = lab.programOf("ann");
        lab.clock.pass(BACK);
        ann.get("/api/me").expect(401);
        ann.refresh().get("/api/me").expect(200);
        lab.clock.pass(Duration.ofMinutes(10));
        ann.get("/api/me").expect(401);
    }

    @Test
    void a_spent_refresh_token_is_not_good_for_an_hour_more() {
        Program ann = lab.programOf("ann");
        String spent = ann.refreshToken();
        ann.refresh();
        lab.clock.pass(BACK);
        ann.post("/api/auth/refresh", "refresh_token", spent).expect(401);
    }

    @Test
    void a_proof_of_the_password_does_not_hold_for_an_hour_more() {
        Browser ann = lab.loggedIn("ann");
        lab.clock.pass(BACK);
        ann.get("/account/export").expectRedirect("/account/prove?next=%2Faccount%2Fexport");
    }

    @Test
    void a_link_for_a_new_password_is_not_good_for_an_hour_more() {
        lab.confirmed("ann", "ann@example.org");
        lab.browser().post("/forgot", "username", "ann").expect(303);
        String link = lab.link("ann@example.org");
        lab.browser().get(link).expect(200);
        lab.clock.pass(BACK);
        lab.browser().get(link).expect(404);
    }

    @Test
    void who_had_to_wait_a_second_does_not_wait_for_an_hour() {
        lab.signedUp("ann");
        for (int i = 0; i < 5; i++) {
            lab.browser().logIn("ann", "a wrong password").expect(401);
        }
        lab.browser().logIn("ann", Lab.PASSWORD).expect(429);
        lab.clock.pass(BACK);
        lab.browser().logIn("ann", "a wrong password").expect(401);
        Answer answer = lab.browser().logIn("ann", "a wrong password").expect(429);
        assertTrue(Integer.parseInt(answer.header("Retry-After")) <= 2, answer.header("Retry-After"));
        lab.clock.pass(Duration.ofSeconds(2));
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
    }

    @Test
    void letters_of_the_future_are_late_and_come_once() {
        lab.browser().signUp("ann", Lab.PASSWORD, "ann@example.org").expect(303);
        lab.letters("ann@example.org");
        lab.browser().signUp("bob", Lab.PASSWORD, "bob@example.org").expect(303);
        lab.clock.pass(BACK);
        lab.deliver();
        lab.clock.pass(HOUR);
        assertEquals(1, lab.letters("ann@example.org").size());
        assertEquals(1, lab.letters("bob@example.org").size());
    }
}
