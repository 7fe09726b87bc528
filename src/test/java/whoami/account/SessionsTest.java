package whoami.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import whoami.Database;
import whoami.FreshDatabase;
import whoami.HandSetClock;
import whoami.Ids;
import whoami.Problem;
import whoami.account.Event.Kind;
import whoami.mail.Outbox;

/** What the domain keeps of a session. What a browser has of it, {@code whoami.web.SessionsTest} looks at. */
class SessionsTest {
    private static final Caller CALLER = new Caller("127.0.0.1", "test", "request");
    private static final Duration IDLE = Duration.ofDays(14);
    private static final Duration MAX = Duration.ofDays(30);

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final HandSetClock clock = new HandSetClock();
    private final Ids ids = new Ids(clock, random);
    private FreshDatabase fresh;
    private Database database;
    private Events events;
    private UnusualLogIns unusual;
    private Sessions sessions;
    private User ann;

    @BeforeEach
    void open() {
        fresh = FreshDatabase.in(folder);
        database = fresh.open();
        events = new Events(database, ids);
        unusual = new UnusualLogIns(events, new Outbox(database, ids));
        sessions = new Sessions(database, events, unusual, new Tokens(random), clock, IDLE, MAX);
        ann = user("ann");
    }

    @AfterEach
    void close() {
        database.close();
        fresh.close();
    }

    @Test
    void a_session_begins_with_the_proof_of_the_password_and_is_an_event() {
        String id = sessions.start(ann, CALLER);
        Session session = sessions.find(id).orElseThrow();
        assertEquals(ann, session.user());
        assertEquals(
                List.of(clock.instant(), clock.instant(), clock.instant()),
                List.of(session.createdAt(), session.lastSeenAt(), session.provedAt()));
        assertEquals(List.of(Kind.LOG_IN), kinds());
    }

    @Test
    void one_that_takes_the_place_of_another_is_no_event() {
        assertTrue(sessions.find(sessions.renew(ann, CALLER)).isPresent());
        assertEquals(List.of(), kinds());
    }

    @Test
    void none_begins_for_somebody_whose_password_was_changed_meanwhile() {
        database.execute(tx -> tx.update("UPDATE users SET credentials_at = credentials_at + 1"));
        Problem problem = assertThrows(Problem.class, () -> sessions.start(ann, CALLER));
        assertEquals(Problem.Kind.UNAUTHENTICATED, problem.kind());
        assertEquals(List.of(), kinds());
    }

    @Test
    void it_ends_two_weeks_after_the_last_visit_and_not_a_moment_sooner() {
        String id = sessions.start(ann, CALLER);
        clock.pass(IDLE.minusMillis(1));
        Session session = sessions.find(id).orElseThrow();
        sessions.touch(id, session, "{\"a\":1}");
        assertEquals("{\"a\":1}", sessions.find(id).orElseThrow().attributes());
        assertEquals(clock.instant(), sessions.find(id).orElseThrow().lastSeenAt());
        clock.pass(IDLE.minusMillis(1));
        assertTrue(sessions.find(id).isPresent());
        clock.pass(Duration.ofMillis(1));
        assertTrue(sessions.find(id).isEmpty());
        assertEquals(List.of(), sessions.list(ann, id));
    }

    @Test
    void it_ends_a_month_after_its_beginning_however_often_somebody_comes() {
        String id = sessions.start(ann, CALLER);
        for (int i = 0; i < 3; i++) {
            clock.pass(MAX.dividedBy(3).minusMillis(1));
            sessions.touch(id, sessions.find(id).orElseThrow(), "{}");
        }
        clock.pass(Duration.ofMillis(2));
        assertTrue(sessions.find(id).isPresent());
        clock.pass(Duration.ofMillis(1));
        assertTrue(sessions.find(id).isEmpty());
    }

    @Test
    void another_proof_of_the_password_is_noted_and_gives_the_session_another_id() {
        String id = sessions.start(ann, CALLER);
        String other = sessions.start(ann, CALLER);
        Instant begin = clock.instant();
        clock.pass(Duration.ofHours(1));
        String newId = sessions.prove(id, ann, CALLER);
        assertEquals(clock.instant(), sessions.find(newId).orElseThrow().provedAt());
        assertTrue(sessions.find(id).isEmpty());
        assertEquals(begin, sessions.find(other).orElseThrow().provedAt());
        assertEquals(Kind.PASSWORD_PROVED, kinds().get(0));
    }

    @Test
    void a_log_out_is_an_event_once() {
        String id = sessions.start(ann, CALLER);
        clock.pass(Duration.ofHours(1));
        sessions.end(id, ann, CALLER);
        sessions.end(id, ann, CALLER);
        assertTrue(sessions.find(id).isEmpty());
        assertEquals(List.of(Kind.LOG_OUT, Kind.LOG_IN), kinds());
    }

    @Test
    void the_list_begins_with_the_one_that_was_used_last_and_marks_the_own_one() {
        String first = sessions.start(ann, CALLER);
        clock.pass(Duration.ofHours(1));
        String second = sessions.start(ann, new Caller("192.0.2.1", "phone", "request"));
        assertEquals(List.of(true, false), marks(second));
        clock.pass(Duration.ofHours(1));
        sessions.touch(first, sessions.find(first).orElseThrow(), "{}");
        assertEquals(List.of(false, true), marks(second));
        assertEquals("phone", sessions.list(ann, first).get(1).userAgent());
        database.execute(tx -> assertEquals(2, sessions.list(tx, ann).size()));
    }

    @Test
    void one_ends_ones_own_sessions_only() {
        User bob = user("bob");
        String id = sessions.start(ann, CALLER);
        String listed = sessions.list(ann, id).get(0).idHash();
        sessions.endListed(bob, listed, CALLER);
        assertTrue(sessions.find(id).isPresent());
        sessions.endListed(ann, listed, CALLER);
        assertTrue(sessions.find(id).isEmpty());
        assertTrue(kinds().contains(Kind.SESSION_ENDED));
    }

    @Test
    void all_others_end_those_of_programs_too_and_none_of_anybody_else() {
        Grants grants = new Grants(database, new Revocation(), events, unusual, new Tokens(random), clock, ids);
        String mine = sessions.start(ann, CALLER);
        String bobs = sessions.start(user("bob"), CALLER);
        sessions.endOthers(ann, mine, CALLER);
        assertFalse(kinds().contains(Kind.SESSION_ENDED), "there was none");

        String other = sessions.start(ann, CALLER);
        sessions.endOthers(ann, mine, CALLER);
        assertEquals(1, kinds().stream().filter(Kind.SESSION_ENDED::equals).count());
        var program = grants.start(ann, CALLER).grant();
        sessions.endOthers(ann, mine, CALLER);
        assertEquals(2, kinds().stream().filter(Kind.SESSION_ENDED::equals).count());

        assertTrue(sessions.find(mine).isPresent());
        assertTrue(sessions.find(bobs).isPresent());
        assertTrue(sessions.find(other).isEmpty());
        assertTrue(grants.find(program.id()).isEmpty());
    }

    @Test
    void nobody_has_more_than_50_and_the_one_that_was_not_used_for_longest_goes() {
        String first = sessions.start(ann, CALLER);
        clock.pass(Duration.ofMinutes(1));
        String second = sessions.start(ann, CALLER);
        clock.pass(Duration.ofMinutes(1));
        sessions.touch(first, sessions.find(first).orElseThrow(), "{}");
        for (int i = 0; i < 49; i++) {
            clock.pass(Duration.ofMinutes(1));
            sessions.start(ann, CALLER);
        }
        assertEquals(50, sessions.list(ann, first).size());
        assertTrue(sessions.find(first).isPresent());
        assertTrue(sessions.find(second).isEmpty());
    }

    @Test
    void however_many_have_ended_all_of_them_are_deleted_and_no_other() {
        String id = sessions.start(ann, CALLER);
        database.execute(tx -> {
            for (int i = 0; i < 501; i++) {
                tx.update(
                        "INSERT INTO sessions (id_hash, user_id, created_at, last_seen_at, proved_at, expires_at, address,"
                                + " user_agent, attributes) VALUES (?, ?, 0, 0, 0, ?, '', '', '{}')",
                        "hash" + i,
                        ann.id(),
                        clock.instant());
            }
        });
        sessions.deleteExpired();
        assertTrue(sessions.find(id).isPresent());
        assertEquals(
                1,
                database.read(tx -> tx.list(row -> 1, "SELECT 1 FROM sessions")).size());
    }

    private User user(String name) {
        Instant now = clock.instant();
        var user = new User(ids.next(), name, null, null, null, User.Role.USER, false, now, now, now);
        database.execute(tx -> new UserDao().insert(tx, user, "no hash"));
        return user;
    }

    /** What happened to Ann, the last first. */
    private List<Kind> kinds() {
        return events.newest(ann).stream().map(Event::kind).toList();
    }

    private List<Boolean> marks(String current) {
        return sessions.list(ann, current).stream().map(Session.Listed::current).toList();
    }
}
