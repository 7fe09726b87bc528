package whoami.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import whoami.Database;
import whoami.FreshDatabase;
import whoami.HandSetClock;
import whoami.Problem;

/** What is counted, to the try and to the second. Whether the pages ask for it, {@code whoami.web.ThrottleTest} looks. */
class ThrottleTest {
    private static final Caller HOME = from("192.0.2.1");
    private static final Caller AFAR = from("198.51.100.1");

    @TempDir
    Path folder;

    private final HandSetClock clock = new HandSetClock();
    private FreshDatabase fresh;
    private Database database;
    private Throttle throttle;

    @BeforeEach
    void open() {
        fresh = FreshDatabase.in(folder);
        database = fresh.open();
        throttle = new Throttle(database, clock, true);
    }

    @AfterEach
    void close() {
        database.close();
        fresh.close();
    }

    @Test
    void after_the_fifth_failure_one_waits_a_second_and_not_a_moment_more() {
        fail("ann", HOME, 5);
        assertEquals(1, wait(() -> throttle.logIn("ann", HOME)));
        clock.pass(Duration.ofMillis(999));
        assertEquals(1, wait(() -> throttle.logIn("ann", HOME)));
        clock.pass(Duration.ofMillis(1));
        assertEquals(0, wait(() -> throttle.logIn("ann", HOME)));
        assertEquals(2, wait(() -> throttle.logIn("ann", HOME)), "what was refused was not counted");
    }

    @Test
    void a_name_is_counted_for_each_network_by_itself_and_however_it_is_typed() {
        fail("ann", AFAR, 5);
        assertEquals(1, wait(() -> throttle.logIn(" ANN ", AFAR)));
        assertEquals(0, wait(() -> throttle.logIn("ann", HOME)));
        assertEquals(0, wait(() -> throttle.logIn("bob", AFAR)));
    }

    @Test
    void a_network_is_counted_over_all_names() {
        failForMany(AFAR, 51);
        assertEquals(1, wait(() -> throttle.logIn("another", AFAR)));
        assertEquals(0, wait(() -> throttle.logIn("another", HOME)));
    }

    @Test
    void who_proves_who_they_are_has_not_been_guessing() {
        fail("ann", HOME, 4);
        throttle.logIn("ann", HOME).succeeded(user("ann"), HOME);
        fail("ann", HOME, 4);
        assertEquals(0, wait(() -> throttle.logIn("ann", HOME)));
    }

    @Test
    void a_log_in_is_not_counted_for_its_network_and_takes_nothing_else_off_it() {
        failForMany(AFAR, 50);
        throttle.logIn("ann", AFAR).succeeded(user("ann"), AFAR);
        assertEquals(0, wait(() -> throttle.logIn("another", AFAR)), "the 51st");
        assertEquals(1, wait(() -> throttle.logIn("yet another", AFAR)));
    }

    @Test
    void a_letter_forgives_all_spellings_that_lead_to_an_account_from_where_it_was_opened() {
        User ann = user("ann");
        for (String login : new String[] {ann.id(), "ann", "ann@example.org"}) {
            fail(login, HOME, 5);
            fail(login, AFAR, 5);
        }
        database.execute(tx -> throttle.forgive(tx, ann, HOME));
        for (String login : new String[] {ann.id(), "ann", "ann@example.org"}) {
            assertEquals(0, wait(() -> throttle.logIn(login, HOME)), login);
            assertEquals(1, wait(() -> throttle.logIn(login, AFAR)), login);
        }
    }

    @Test
    void the_hundred_and_first_failure_in_a_row_is_a_siege_wherever_they_come_from() {
        for (int i = 0; i < 100; i++) {
            assertFalse(throttle.logIn("ann", from("10.0." + i + ".1")).isBesieged(), "try " + i);
        }
        assertTrue(throttle.logIn("ann", HOME).isBesieged());
        assertFalse(throttle.logIn("bob", HOME).isBesieged());
        clock.pass(Duration.ofDays(89));
        var owner = throttle.logIn("ann", HOME);
        assertTrue(owner.isBesieged(), "time does not end it");
        owner.succeeded(user("ann"), HOME);
        assertFalse(throttle.logIn("ann", AFAR).isBesieged());
    }

    @Test
    void many_failures_from_a_network_are_no_siege_of_whoever_comes_next_from_there() {
        failForMany(AFAR, 51);
        clock.pass(Duration.ofSeconds(1));
        assertFalse(throttle.logIn("another", AFAR).isBesieged());
    }

    @Test
    void time_makes_up_for_tries_one_by_one() {
        failForMany(AFAR, 50);
        clock.pass(Duration.ofMinutes(25));
        // two are forgiven, and half of the time for the next one has passed
        fail("ann", AFAR, 1);
        fail("bob", AFAR, 1);
        clock.pass(Duration.ofMinutes(5));
        fail("cid", AFAR, 1);
        assertEquals(0, wait(() -> throttle.logIn("dan", AFAR)), "the 51st");
        assertEquals(1, wait(() -> throttle.logIn("eve", AFAR)));
    }

    @Test
    void time_in_which_nothing_was_left_to_forgive_is_not_saved_up() {
        fail("ann", AFAR, 1);
        clock.pass(Duration.ofMinutes(15));
        failForMany(AFAR, 50);
        clock.pass(Duration.ofMinutes(5));
        assertEquals(0, wait(() -> throttle.logIn("ann", AFAR)), "the 51st");
        assertEquals(1, wait(() -> throttle.logIn("bob", AFAR)));
    }

    @Test
    void after_a_day_without_a_try_everything_is_forgiven() {
        for (int i = 0; i < 40; i++) {
            clock.pass(Duration.ofMinutes(15));
            fail("ann", HOME, 1);
        }
        clock.pass(Duration.ofDays(1).minusMillis(1));
        fail("ann", HOME, 1);
        assertTrue(wait(() -> throttle.logIn("ann", HOME)) > 1, "not quite a day");
        clock.pass(Duration.ofDays(1));
        fail("ann", HOME, 5);
        assertEquals(1, wait(() -> throttle.logIn("ann", HOME)));
    }

    @Test
    void what_could_not_be_tried_is_no_try() {
        Problem busy = Problem.unavailable("busy", Duration.ofSeconds(5), null);
        for (int i = 0; i < 60; i++) {
            Throttle.Try attempt = throttle.logIn("ann", HOME);
            assertSame(busy, assertThrows(Problem.class, () -> attempt.count(failing(busy))));
        }
        assertEquals(0, wait(() -> throttle.logIn("ann", HOME)));
    }

    @Test
    void what_was_tried_and_failed_is_one() {
        Problem wrong = Problem.unauthenticated("wrong");
        for (int i = 0; i < 5; i++) {
            Throttle.Try attempt = throttle.logIn("ann", HOME);
            assertSame(wrong, assertThrows(Problem.class, () -> attempt.count(failing(wrong))));
        }
        assertEquals(1, wait(() -> throttle.logIn("ann", HOME)));
        assertEquals("result", throttle.logIn("bob", HOME).count(() -> "result"));
    }

    @Test
    void sign_ups_and_forgotten_passwords_are_counted_by_network_each_by_itself() {
        for (int i = 0; i < 61; i++) {
            throttle.signUp(from("2001:db8::" + i));
        }
        assertEquals(1, wait(() -> throttle.signUp(from("2001:db8::ffff"))), "one customer has all of a /64");
        for (int i = 0; i < 21; i++) {
            throttle.forgot(from("2001:db8::" + i));
        }
        assertEquals(1, wait(() -> throttle.forgot(from("2001:db8::ffff"))));
        assertEquals(0, wait(() -> throttle.logIn("ann", from("2001:db8::ffff"))));
        assertEquals("result", throttle.signUp(HOME).count(() -> "result"));
        assertEquals(0, wait(() -> throttle.forgot(HOME)));
    }

    @Test
    void what_nobody_has_tried_for_a_day_is_deleted_however_much_it_is_and_nothing_else() {
        for (int i = 0; i < 501; i++) {
            throttle.signUp(from("10." + i / 250 + "." + i % 250 + ".1"));
        }
        clock.pass(Duration.ofHours(23));
        throttle.signUp(HOME);
        clock.pass(Duration.ofHours(1));
        throttle.deleteOld();
        assertEquals(1, rows());
    }

    @Test
    void where_it_is_off_nothing_is_counted() {
        Throttle off = new Throttle(database, clock, false);
        for (int i = 0; i < 101; i++) {
            assertFalse(off.logIn("ann", HOME).isBesieged());
        }
        assertEquals(
                0,
                database.read(tx -> tx.list(row -> true, "SELECT 1 FROM throttle"))
                        .size());
    }

    private int rows() {
        return database.read(tx -> tx.list(row -> true, "SELECT 1 FROM throttle"))
                .size();
    }

    private static Caller from(String address) {
        return new Caller(address, "test", "request");
    }

    private User user(String name) {
        var now = clock.instant();
        return new User("id-of-" + name, name, null, name + "@example.org", null, User.Role.USER, false, now, now, now);
    }

    private void fail(String login, Caller caller, int times) {
        for (int i = 0; i < times; i++) {
            throttle.logIn(login, caller);
        }
    }

    private void failForMany(Caller caller, int times) {
        for (int i = 0; i < times; i++) {
            throttle.logIn("user" + i, caller);
        }
    }

    private static Supplier<String> failing(Problem problem) {
        return () -> {
            throw problem;
        };
    }

    /** For how many seconds a try is refused; 0 if it is made. */
    private static long wait(Runnable attempt) {
        try {
            attempt.run();
            return 0;
        } catch (Problem problem) {
            assertEquals(Problem.Kind.TOO_MANY, problem.kind());
            return problem.retryAfter().toSeconds();
        }
    }
}
