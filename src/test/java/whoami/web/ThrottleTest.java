package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Program;

class ThrottleTest {
    private static final String HOME = "203.0.113.7";
    private static final String AFAR = "198.51.100.1";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "TRUSTED_PROXIES", "127.0.0.1");

    @Test
    void from_the_fifth_failure_on_one_waits_a_second_then_two_then_four() {
        lab.signedUp("ann");
        for (int i = 0; i < 5; i++) {
            guess("ann", HOME).expect(401);
        }
        for (long wait : new long[] {1, 2, 4, 8}) {
            assertEquals(String.valueOf(wait), guess("ann", HOME).expect(429).header("Retry-After"));
            lab.clock.pass(Duration.ofSeconds(wait));
            guess("ann", HOME).expect(401);
        }
    }

    @Test
    void the_wait_never_gets_longer_than_a_quarter_of_an_hour() {
        lab.signedUp("ann");
        for (int i = 0; i < 20; i++) {
            guess("ann", HOME).expect(401);
            lab.clock.pass(Duration.ofMinutes(15));
        }
        guess("ann", HOME).expect(401);
        assertEquals("900", guess("ann", HOME).expect(429).header("Retry-After"));
        assertTrue(guess("ann", HOME).text().contains("wait 15 minutes"));
    }

    @Test
    void while_one_waits_the_right_password_does_not_help_and_nothing_typed_is_lost() {
        lab.signedUp("ann");
        failures("ann", HOME, 5);
        Answer answer = logIn("ann", Lab.PASSWORD, HOME).expect(429);
        assertEquals("ann", answer.page().select("#username").val());
        assertTrue(answer.page().select("[role=alert]").text().contains("wait 1 second and"), answer.text());
        lab.clock.pass(Duration.ofSeconds(1));
        logIn("ann", Lab.PASSWORD, HOME).expect(303);
    }

    @Test
    void somebody_who_guesses_from_afar_does_not_lock_out_the_one_at_home() {
        lab.signedUp("ann");
        failures("ann", AFAR, 5);
        guess("ann", AFAR).expect(429);
        logIn("ann", Lab.PASSWORD, HOME).expect(303);
    }

    @Test
    void a_name_that_nobody_has_is_throttled_in_the_same_way() {
        failures("nobody", HOME, 5);
        assertEquals("1", guess("NOBODY", HOME).expect(429).header("Retry-After"));
    }

    @Test
    void after_a_log_in_one_starts_anew() {
        lab.signedUp("ann");
        failures("ann", HOME, 4);
        logIn("ann", Lab.PASSWORD, HOME).expect(303);
        for (int i = 0; i < 5; i++) {
            guess("ann", HOME).expect(401);
        }
        guess("ann", HOME).expect(429);
    }

    @Test
    void the_slips_of_an_office_do_not_add_up_over_the_days() {
        for (int day = 0; day < 30; day++) {
            for (int i = 0; i < 20; i++) {
                guess("user" + i + "-" + day, HOME).expect(401);
                lab.clock.pass(Duration.ofMinutes(20));
            }
        }
    }

    @Test
    void who_tries_one_password_on_many_accounts_is_slowed_down_too() {
        IntStream.range(0, 51).forEach(i -> guess("user" + i, AFAR).expect(401));
        assertEquals("1", guess("another", AFAR).expect(429).header("Retry-After"));
        guess("another", HOME).expect(401);
    }

    @Test
    void a_log_in_of_ones_own_in_between_does_not_wipe_the_slate_of_the_network() {
        lab.signedUp("mallory");
        for (int i = 0; i < 51; i++) {
            guess("user" + i, AFAR).expect(401);
            if (i < 50) {
                logIn("mallory", Lab.PASSWORD, AFAR).expect(303);
            }
        }
        guess("another", AFAR).expect(429);
    }

    @Test
    void tries_at_once_are_counted_like_tries_in_turn() throws Exception {
        lab.signedUp("ann");
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Callable<Answer>> crowd = IntStream.range(0, 20)
                    .mapToObj(i -> (Callable<Answer>) () -> guess("ann", AFAR))
                    .toList();
            int made = 0;
            for (var answer : threads.invokeAll(crowd)) {
                made += answer.get().status() == 401 ? 1 : 0;
            }
            assertEquals(5, made);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_restart_forgets_nothing_and_a_day_does() {
        lab.signedUp("ann");
        failures("ann", HOME, 8);
        lab.restart();
        guess("ann", HOME).expect(429);
        lab.clock.pass(Duration.ofDays(1));
        for (int i = 0; i < 5; i++) {
            guess("ann", HOME).expect(401);
        }
    }

    @Test
    void sign_ups_from_one_network_are_slowed_down() {
        lab.signedUp("taken");
        for (int i = 0; i < 61; i++) {
            signUp(i % 2 == 0 ? "taken" : "user" + i, AFAR).expect(i % 2 == 0 ? 422 : 303);
        }
        Answer answer = signUp("another", AFAR).expect(429);
        assertEquals("1", answer.header("Retry-After"));
        assertEquals("another", answer.page().select("#username").val());
        signUp("another", HOME).expect(303);
    }

    @Test
    void old_counts_are_cleared_away() {
        failures("ann", HOME, 3);
        lab.clock.pass(Duration.ofHours(25));
        failures("bob", HOME, 1);
        lab.janitor().round();
        assertEquals(4, lab.rows("throttle"));
    }

    @Test
    void after_100_failures_from_everywhere_a_password_alone_does_not_do_from_where_its_owner_never_was() {
        Browser ann = lab.browser();
        ann.signUp("ann", Lab.PASSWORD, "ann@example.org").expect(303);
        ann.post(lab.link("ann@example.org")).expect(303);
        logIn("ann", Lab.PASSWORD, HOME).expect(303);
        besiege("ann");

        Answer fromAfar = logIn("ann", Lab.PASSWORD, AFAR).expect(401);
        assertTrue(fromAfar.text().contains("the password alone does not work"), fromAfar.text());
        Answer wrong = guess("ann", AFAR).expect(401);
        assertEquals(fromAfar.body(), wrong.body(), "the right password cannot be told from a wrong one");
        lab.clock.pass(Duration.ofDays(30));
        logIn(" Ann", Lab.PASSWORD, AFAR).expect(401);

        ann.post("/forgot", "username", "ann").expect(303);
        ann.post(lab.link("ann@example.org"), "password", "a wholly different sentence")
                .expect(303);
        logIn("ann", "a wholly different sentence", AFAR).expect(303);
    }

    @Test
    void the_owner_gets_in_from_home_all_the_while_and_that_ends_it() {
        Browser ann = lab.browser();
        ann.signUp("ann", Lab.PASSWORD, "ann@example.org").expect(303);
        ann.post(lab.link("ann@example.org")).expect(303);
        logIn("ann", Lab.PASSWORD, HOME).expect(303);
        besiege("ann");
        logIn("ann", Lab.PASSWORD, HOME).expect(303);
        logIn("ann", Lab.PASSWORD, AFAR).expect(303);
    }

    @Test
    void who_only_uses_programs_gets_in_from_home_too() {
        lab.confirmed("ann", "ann@example.org");
        String logIn = Program.json("username", "ann", "password", Lab.PASSWORD);
        String[] home = {"X-Forwarded-For", HOME};
        lab.program().send("POST", "/api/auth/login", logIn, home).expect(200);
        besiege("ann");
        lab.program()
                .send("POST", "/api/auth/login", logIn, "X-Forwarded-For", AFAR)
                .expect(401);
        lab.program().send("POST", "/api/auth/login", logIn, home).expect(200);
    }

    @Test
    void who_has_no_mailbox_to_fall_back_on_is_not_locked_out() {
        lab.signedUp("ann");
        besiege("ann");
        logIn("ann", Lab.PASSWORD, AFAR).expect(303);
    }

    /** Otherwise one could ask which addresses have an account, and whose they are. */
    @Test
    void what_is_counted_does_not_tell_whether_there_is_such_an_account() {
        lab.confirmed("ann", "ann@example.org");
        failures("ann", AFAR, 5);
        guess("ann@example.org", AFAR).expect(401);
        failures("ann@example.org", AFAR, 4);
        failures("nobody@example.org", AFAR, 5);
        for (String spelling : List.of(" ANN@example.org", " Nobody@example.org")) {
            guess(spelling, AFAR).expect(429);
        }
    }

    @Test
    void a_stolen_session_does_not_help_to_guess_the_password_from_everywhere() {
        Browser ann = lab.browser();
        ann.signUp("ann", Lab.PASSWORD, "ann@example.org").expect(303);
        ann.post(lab.link("ann@example.org")).expect(303);
        ann.post(new String[] {"X-Forwarded-For", HOME}, "/login", "username", "ann", "password", Lab.PASSWORD)
                .expect(303);
        for (int i = 0; i < 100; i++) {
            prove(ann, "a guess", "2001:db8:" + Integer.toHexString(i) + "::1").expect(422);
        }
        Answer answer = prove(ann, Lab.PASSWORD, AFAR).expect(422);
        assertTrue(answer.text().contains("the password alone does not work"), answer.text());
        prove(ann, Lab.PASSWORD, HOME).expect(303);
    }

    private static Answer prove(Browser browser, String password, String address) {
        String[] from = {"X-Forwarded-For", address};
        return browser.post(from, "/account/email", "email", "ann@example.net", "current_password", password);
    }

    @Test
    void a_name_that_nobody_has_is_answered_like_one_with_a_mailbox() {
        besiege("nobody@example.org");
        assertTrue(guess("nobody@example.org", AFAR).expect(401).text().contains("the password alone does not work"));
    }

    /** 100 failures, each from a network of its own. */
    private void besiege(String username) {
        IntStream.range(0, 100)
                .forEach(i -> guess(username, "2001:db8:" + Integer.toHexString(i) + "::1")
                        .expect(401));
    }

    /** Each at the earliest moment that is allowed. */
    private void failures(String username, String address, int count) {
        for (int i = 0; i < count; i++) {
            Answer answer = guess(username, address);
            if (answer.status() == 429) {
                lab.clock.pass(Duration.ofSeconds(Long.parseLong(answer.header("Retry-After"))));
                answer = guess(username, address);
            }
            answer.expect(401);
        }
    }

    private Answer guess(String username, String address) {
        return logIn(username, "a wrong password", address);
    }

    private Answer logIn(String username, String password, String address) {
        String[] from = {"X-Forwarded-For", address};
        return lab.browser().post(from, "/login", "username", username, "password", password);
    }

    private Answer signUp(String username, String address) {
        String[] from = {"X-Forwarded-For", address};
        return lab.browser().post(from, "/signup", "username", username, "password", Lab.PASSWORD);
    }
}
