package whoami.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;
import whoami.Program.Reply;

class AuthApiTest {
    private static final String ANNS = "ann@example.org";
    private static final String NEW = "a wholly different sentence";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @Test
    void who_registers_is_told_who_they_are_and_where() {
        Reply reply = lab.program()
                .post(
                        "/api/auth/register",
                        "username",
                        "Ann",
                        "password",
                        Lab.PASSWORD,
                        "email",
                        ANNS,
                        "name",
                        "Ann O.")
                .expect(201);
        assertEquals("/api/users/Ann", reply.header("Location"));
        assertEquals("Ann", reply.at("/username"));
        assertEquals("Ann O.", reply.at("/name"));
        assertEquals(ANNS, reply.at("/email"));
        assertEquals("false", reply.at("/email_confirmed"));
        assertEquals("user", reply.at("/role"));
        assertEquals("2026-11-20T12:00:00Z", reply.at("/created_at"));
        assertFalse(reply.body().contains("hash"));
        assertTrue(lab.link(ANNS).startsWith("/confirm/"));
    }

    @Test
    void a_name_that_is_taken_is_a_conflict_and_bad_fields_are_told_all_at_once() {
        lab.program().register("ann");
        Reply taken = lab.program().post("/api/auth/register", "username", "ANN", "password", Lab.PASSWORD);
        assertTrue(taken.expect(409).error("username").contains("taken"));
        Reply bad = lab.program().post("/api/auth/register", "username", "a", "password", "short", "email", "x");
        assertEquals(3, bad.expect(422).json().get("errors").size(), bad.body());
        assertEquals("application/problem+json", bad.header("Content-Type"));
    }

    @Test
    void of_two_who_register_a_name_at_once_one_gets_201_and_one_409() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> rivals = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Integer>) () -> lab.program()
                            .post("/api/auth/register", "username", "ann", "password", Lab.PASSWORD)
                            .status())
                    .toList();
            List<Integer> answers = new ArrayList<>();
            for (var rival : threads.invokeAll(rivals)) {
                answers.add(rival.get());
            }
            assertEquals(
                    List.of(201, 409, 409, 409, 409, 409, 409, 409),
                    answers.stream().sorted().toList());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_log_in_gives_a_pair_of_tokens_by_name_or_confirmed_address() {
        lab.confirmed("ann", ANNS);
        Reply reply = lab.program()
                .post("/api/auth/login", "email", ANNS, "password", Lab.PASSWORD)
                .expect(200);
        assertEquals("Bearer", reply.at("/token_type"));
        assertEquals("600", reply.at("/expires_in"));
        assertEquals("ann", reply.at("/user/username"));
        Program program = lab.program().keep(reply);
        Reply me = program.get("/api/me").expect(200);
        assertEquals("ann", me.at("/user/username"));
        assertEquals("access_token", me.at("/method"));
        assertEquals("account read write", me.at("/scope"));
        assertEquals("2026-11-20T12:10:00Z", me.at("/expires_at"));
    }

    @Test
    void a_wrong_password_and_an_unknown_user_get_the_same_answer_and_both_are_throttled() {
        lab.program().register("ann");
        Reply wrong = lab.program()
                .post("/api/auth/login", "username", "ann", "password", "wrong")
                .expect(401);
        Reply unknown = lab.program()
                .post("/api/auth/login", "username", "bob", "password", "wrong")
                .expect(401);
        assertEquals(wrong.at("/detail"), unknown.at("/detail"));
        assertEquals("Bearer", wrong.header("WWW-Authenticate"));
        for (int i = 0; i < 4; i++) {
            lab.program()
                    .post("/api/auth/login", "username", "ann", "password", "wrong")
                    .expect(401);
        }
        Reply throttled = lab.program().post("/api/auth/login", "username", "ann", "password", Lab.PASSWORD);
        assertEquals("1", throttled.expect(429).header("Retry-After"));
    }

    @Test
    void an_access_token_is_good_for_10_minutes() {
        Program program = lab.programOf("ann");
        lab.clock.pass(Duration.ofMinutes(10).minusSeconds(1));
        program.get("/api/me").expect(200);
        lab.clock.pass(Duration.ofSeconds(1));
        Reply late = program.get("/api/me").expect(401);
        assertEquals("Bearer error=\"invalid_token\"", late.header("WWW-Authenticate"));
        program.refresh().get("/api/me").expect(200);
    }

    @Test
    void a_refresh_token_works_once_and_its_second_use_ends_everything_that_came_of_it() {
        Program program = lab.programOf("ann");
        Program other = lab.program().logIn("ann");
        String spent = program.refreshToken();
        program.refresh();
        assertNotEquals(spent, program.refreshToken());
        lab.clock.pass(Duration.ofSeconds(10));
        lab.program().post("/api/auth/refresh", "refresh_token", spent).expect(401);
        program.get("/api/me").expect(401);
        lab.program()
                .post("/api/auth/refresh", "refresh_token", program.refreshToken())
                .expect(401);
        other.get("/api/me").expect(200);
    }

    @Test
    void three_tabs_that_refresh_at_once_all_stay_logged_in() throws Exception {
        Program program = lab.programOf("ann");
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<Program> tab = () -> lab.program()
                    .with(program.accessToken(), program.refreshToken())
                    .refresh();
            List<Program> tabs = new ArrayList<>();
            for (var each : threads.invokeAll(List.of(tab, tab, tab))) {
                tabs.add(each.get());
            }
            lab.clock.pass(Duration.ofMinutes(9));
            for (Program each : tabs) {
                each.get("/api/me").expect(200);
                each.refresh().get("/api/me").expect(200);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_log_in_lasts_30_days_without_a_refresh_and_90_at_the_most() {
        Program idle = lab.programOf("ann");
        Program busy = lab.program().logIn("ann");
        for (int day = 0; day < 29; day++) {
            lab.clock.pass(Duration.ofDays(1));
            busy.refresh();
        }
        lab.clock.pass(Duration.ofDays(1));
        lab.program()
                .post("/api/auth/refresh", "refresh_token", idle.refreshToken())
                .expect(401);
        for (int i = 0; i < 2; i++) {
            busy.refresh();
            lab.clock.pass(Duration.ofDays(29));
        }
        busy.refresh().get("/api/me").expect(200);
        lab.clock.pass(Duration.ofDays(2));
        lab.program()
                .post("/api/auth/refresh", "refresh_token", busy.refreshToken())
                .expect(401);
        lab.janitor().round();
        assertEquals(0, lab.rows("grants") + lab.rows("refresh_tokens"));
    }

    @Test
    void a_log_out_holds_for_both_tokens_on_the_next_request_and_for_no_other_log_in() {
        Program program = lab.programOf("ann");
        Program other = lab.program().logIn("ann");
        program.send("POST", "/api/auth/logout", null).expect(204);
        program.get("/api/me").expect(401);
        lab.program()
                .post("/api/auth/refresh", "refresh_token", program.refreshToken())
                .expect(401);
        other.get("/api/me").expect(200);
    }

    @Test
    void nobody_has_more_than_50_programs_nor_a_program_more_than_10_unused_tokens() {
        Program first = lab.programOf("ann");
        lab.clock.pass(Duration.ofSeconds(1));
        for (int i = 0; i < 50; i++) {
            lab.program().logIn("ann");
        }
        first.get("/api/me").expect(401);
        assertEquals(50, lab.rows("grants"));
        Program busy = lab.program().logIn("ann");
        for (int i = 0; i < 30; i++) {
            lab.program()
                    .post("/api/auth/refresh", "refresh_token", busy.refreshToken())
                    .expect(200);
        }
        assertTrue(lab.rows("refresh_tokens") <= 50 + 11, lab.rows("refresh_tokens") + " tokens");
    }

    @Test
    void a_log_out_with_a_body_that_is_no_json_is_refused() {
        Program ann = lab.programOf("ann");
        for (String type : List.of("text/plain", "application/json; charset=foo", "??")) {
            ann.send("POST", "/api/auth/logout", "{}", "Content-Type", type).expect(415);
        }
        ann.get("/api/me").expect(200);
    }

    @Test
    void a_log_out_everywhere_ends_programs_and_browsers() {
        Browser browser = lab.loggedIn("ann");
        Program program = lab.program().logIn("ann");
        Program other = lab.program().logIn("ann");
        lab.program().logIn("ann").send("POST", "/api/auth/logout", "{}").expect(204);
        other.get("/api/me").expect(200);
        program.post("/api/auth/logout", "everywhere", true).expect(204);
        program.get("/api/me").expect(401);
        other.get("/api/me").expect(401);
        browser.get("/me").expectRedirect("/login");
    }

    @Test
    void a_reset_ends_programs_on_the_next_request() {
        Browser ann = lab.confirmed("ann", ANNS);
        Program program = lab.program().logIn("ann");
        ann.post("/forgot", "username", "ann").expect(303);
        program.get("/api/me").expect(200);
        ann.post(lab.link(ANNS), "password", NEW).expect(303);
        program.get("/api/me").expect(401);
        lab.program()
                .post("/api/auth/refresh", "refresh_token", program.refreshToken())
                .expect(401);
    }

    @Test
    void an_address_is_confirmed_and_a_password_reset_by_the_tokens_of_the_letters() {
        Program program = lab.program();
        program.post("/api/auth/register", "username", "ann", "password", Lab.PASSWORD, "email", ANNS)
                .expect(201);
        program.post("/api/auth/confirm", "token", lab.token(ANNS)).expect(204);
        program.post("/api/auth/confirm", "token", lab.token(ANNS)).expect(404);
        program.post("/api/auth/forgot", "email", ANNS).expect(202);
        assertTrue(program.post("/api/auth/reset", "token", lab.token(ANNS), "password", "short")
                .expect(422)
                .error("password")
                .contains("at least 8"));
        program.post("/api/auth/reset", "token", lab.token(ANNS), "password", NEW)
                .expect(204);
        program.post("/api/auth/login", "username", "ann", "password", NEW).expect(200);
    }

    @Test
    void asking_for_a_letter_answers_the_same_to_everybody() {
        lab.confirmed("ann", ANNS);
        lab.browser().signUp("bob", Lab.PASSWORD, "bob@example.org").expect(303);
        lab.deliver();
        lab.clock.pass(Duration.ofMinutes(1));
        for (String email : List.of(ANNS, "bob@example.org", "nobody@example.org", "no address")) {
            assertEquals(
                    "",
                    lab.program()
                            .post("/api/auth/confirm/resend", "email", email)
                            .expect(202)
                            .body());
            assertEquals(
                    "",
                    lab.program()
                            .post("/api/auth/forgot", "email", email)
                            .expect(202)
                            .body());
            assertEquals(
                    "",
                    lab.program()
                            .post("/api/auth/forgot", "username", email)
                            .expect(202)
                            .body());
        }
        assertEquals(3, lab.letters(ANNS).size(), "the confirmation, and two to set a new password");
        assertEquals(2, lab.letters("bob@example.org").size(), "the confirmation, twice");
        lab.program()
                .post("/api/auth/confirm/resend", "email", "bob@example.org")
                .expect(202);
        assertEquals(2, lab.letters("bob@example.org").size(), "once a minute");
    }

    @Test
    void letters_are_not_asked_for_without_end() {
        for (int i = 0; i < 21; i++) {
            lab.program().post("/api/auth/confirm/resend", "email", ANNS).expect(202);
        }
        lab.program().post("/api/auth/confirm/resend", "email", ANNS).expect(429);
        lab.program().post("/api/auth/forgot", "email", ANNS).expect(429);
    }

    @Test
    void no_cookie_is_read() {
        Browser ann = lab.loggedIn("ann");
        ann.get("/api/me").expect(401);
        ann.get("/me", "Authorization", "Bearer x").expect(200);
        String bearer = "Bearer " + lab.program().logIn("ann").accessToken();
        lab.browser().get("/me", "Authorization", bearer).expectRedirect("/login");
    }

    @Test
    void no_other_site_is_kept_out_as_it_has_no_token() {
        Reply reply = lab.programOf("ann").send("POST", "/api/auth/logout", null, "Origin", "https://app.example");
        reply.expect(204);
    }
}
