package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.account.Caller;

/** Three processes over one database: whichever of them answers, it is one site. */
@Tag("postgres")
class NodesTest {
    private static final Caller CALLER = new Caller("127.0.0.1", "test", "request");

    @RegisterExtension
    final LogLines log = new LogLines();

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    private Whoami a;
    private Whoami b;
    private Whoami c;

    @BeforeEach
    void start() {
        a = lab.node();
        b = lab.anotherNode();
        c = lab.anotherNode();
    }

    @Test
    void who_signs_up_at_one_logs_in_at_another_and_is_known_at_the_third() {
        for (Whoami node : List.of(a, b, c)) {
            Browser ann = new Browser(node.app());
            ann.signUp("ann" + node.app().port(), Lab.PASSWORD).expect(303);
            for (Whoami other : List.of(b, c, a)) {
                ann.at(other.app())
                        .logIn("ann" + node.app().port(), Lab.PASSWORD)
                        .expect(303);
                for (Whoami third : List.of(c, a, b)) {
                    ann.at(third.app()).get("/me").expect(200);
                }
            }
        }
    }

    @Test
    void a_log_out_at_one_holds_at_all_others_on_the_next_request() {
        Browser ann = lab.loggedIn("ann");
        String id = ann.sessionId().orElseThrow();
        everywhere(node -> ann.at(node.app()).get("/me").expect(200));
        ann.at(b.app()).get("/logout").expect(303);
        everywhere(node ->
                new Browser(node.app()).get("/me", "Cookie", "whoami=" + id).expectRedirect("/login"));
    }

    @Test
    void whoever_is_thrown_out_at_one_is_out_at_all_others() {
        Browser laptop = lab.loggedIn("ann");
        Browser phone = new Browser(b.app());
        phone.logIn("ann", Lab.PASSWORD).expect(303);
        laptop.at(c.app()).post("/account/sessions/revoke", "which", "others").expect(303);
        everywhere(node -> phone.at(node.app()).get("/me").expectRedirect("/login"));
        everywhere(node -> laptop.at(node.app()).get("/me").expect(200));
    }

    @Test
    void tokens_of_one_are_good_at_all_others_until_the_log_out_at_any() {
        Program ann = lab.programOf("ann");
        everywhere(node -> ann.at(node.app().port()).get("/api/me").expect(200));
        Program refreshed = ann.at(b.app().port()).refresh();
        everywhere(node -> refreshed.at(node.app().port()).get("/api/me").expect(200));
        refreshed.at(c.app().port()).send("POST", "/api/auth/logout", null).expect(204);
        everywhere(node -> refreshed.at(node.app().port()).get("/api/me").expect(401));
    }

    @Test
    void guesses_are_counted_together_wherever_they_are_made() {
        lab.signedUp("ann");
        List<Whoami> nodes = List.of(a, b, c, a, b);
        nodes.forEach(
                node -> new Browser(node.app()).logIn("ann", "a wrong password").expect(401));
        everywhere(node -> assertEquals(
                "1",
                new Browser(node.app()).logIn("ann", Lab.PASSWORD).expect(429).header("Retry-After")));
    }

    @RepeatedTest(3)
    void a_letter_goes_out_once_although_all_of_them_deliver() throws Exception {
        IntStream.range(0, 30)
                .forEach(i -> List.of(a, b, c)
                        .get(i % 3)
                        .domain()
                        .accounts()
                        .signUp("user" + i, Lab.PASSWORD, "user" + i + "@example.org", "", CALLER));
        allAtOnce(node -> node.domain().delivery().round());
        allAtOnce(node -> node.domain().delivery().round());
        for (int i = 0; i < 30; i++) {
            assertEquals(1, lab.letters("user" + i + "@example.org").size(), "user" + i);
        }
        assertEquals(List.of(), log.with("letter"));
    }

    @RepeatedTest(3)
    void janitors_that_clean_at_once_clear_away_all_that_is_old_and_nothing_else() throws Exception {
        lab.clock.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 40; i++) {
            var leaver = a.domain().accounts().signUp("user" + i, Lab.PASSWORD, "", "", CALLER);
            a.domain().sessions().start(leaver, CALLER);
            a.domain().leaving().delete(leaver, CALLER);
        }
        lab.clock.pass(Duration.ofDays(40));
        lab.loggedIn("ann");
        allAtOnce(node -> node.domain().janitor().round());
        assertEquals(List.of(), log.with("janitor"));
        assertEquals(40, lab.rows("users WHERE password_hash = ''"), "erased, and their names taken for good");
        assertEquals(1, lab.rows("sessions"));
        assertEquals(2, lab.rows("events"), "her sign-up and her log-in");
    }

    @RepeatedTest(3)
    void a_key_to_sign_with_that_is_due_is_made_once_and_known_to_all() throws Exception {
        Program ann = lab.programOf("ann");
        int before = lab.rows("signing_keys");
        lab.clock.pass(Duration.ofDays(90));
        List<Program> fresh = atOnce(node -> ann.at(node.app().port()).logIn("ann"));
        assertEquals(before + 1, lab.rows("signing_keys"));
        for (Program program : fresh) {
            everywhere(node -> program.at(node.app().port()).get("/api/me").expect(200));
        }
    }

    @Test
    void when_one_stops_in_the_middle_the_others_go_on_and_nobody_is_logged_out() throws Exception {
        Browser ann = new Browser(c.app());
        ann.signUp("ann", Lab.PASSWORD, "ann@example.org").expect(303);
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> visits = new ArrayList<>();
            for (Whoami node : List.of(a, b)) {
                visits.add(threads.submit(() -> IntStream.range(0, 100)
                        .forEach(i -> ann.at(node.app()).get("/me").expect(200))));
            }
            visits.add(threads.submit(c::close));
            for (Future<?> visit : visits) {
                visit.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        ann.at(b.app()).get("/me").expect(200);
        lab.clock.pass(Duration.ofMinutes(5));
        assertEquals(1, lab.letters("ann@example.org").size(), "what it had left to send is sent by another");
        assertTrue(log.with("database").isEmpty());
    }

    private void everywhere(Consumer<Whoami> visit) {
        List.of(a, b, c).forEach(visit);
    }

    /** Each node in a thread of its own. */
    private <T> List<T> atOnce(Function<Whoami, T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Callable<T>> all = Stream.of(a, b, c)
                    .map(node -> (Callable<T>) () -> work.apply(node))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(all)) {
                results.add(done.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private void allAtOnce(Consumer<Whoami> work) throws Exception {
        atOnce(node -> {
            work.accept(node);
            return node;
        });
    }
}
