package whoami.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import whoami.Database;
import whoami.FreshDatabase;
import whoami.HandSetClock;
import whoami.Ids;
import whoami.Lab;
import whoami.Problem;
import whoami.Settings;
import whoami.Settings.Hash;
import whoami.account.Profile.Changes;
import whoami.mail.Outbox;

class AccountsTest {
    private static final Caller CALLER = new Caller("127.0.0.1", "test", "request");
    private static final int CORES = 2;

    @TempDir
    Path folder;

    private final SecureRandom random = new SecureRandom();
    private final HandSetClock clock = new HandSetClock();
    private FreshDatabase fresh;
    private Database database;

    @BeforeEach
    void open() {
        fresh = FreshDatabase.in(folder);
        database = fresh.open();
    }

    @AfterEach
    void close() {
        database.close();
        fresh.close();
    }

    @Test
    void a_log_in_costs_one_hash_whoever_asks() {
        accounts(Hash.BCRYPT, 4, CORES).signUp("ann", Lab.PASSWORD, "", "", CALLER);
        // where no hash can be had, everybody who asks for one is told so
        Accounts withoutHashing = accounts(Hash.BCRYPT, 4, 0);
        for (String name : List.of("ann", "nobody", "")) {
            Problem problem =
                    assertThrows(Problem.class, () -> withoutHashing.authenticate(name, Lab.PASSWORD, CALLER), name);
            assertEquals(Problem.Kind.UNAVAILABLE, problem.kind(), name);
        }
    }

    @Test
    void whoever_finds_no_place_in_the_queue_has_nothing_written() {
        Accounts withoutHashing = accounts(Hash.BCRYPT, 4, 0);
        assertThrows(Problem.class, () -> withoutHashing.authenticate("ann", Lab.PASSWORD, CALLER));
        assertThrows(Problem.class, () -> withoutHashing.signUp("ann", Lab.PASSWORD, "", "", CALLER));
        assertEquals(List.of(), database.read(tx -> tx.list(row -> row.getString(1), "SELECT key_hash FROM throttle")));
    }

    @Test
    void of_two_who_want_the_same_name_at_once_exactly_one_gets_it() throws Exception {
        Accounts accounts = accounts(Hash.BCRYPT, 4, CORES);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<User>> rivals = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<User>)
                            () -> accounts.signUp(i % 2 == 0 ? "ann" : "ANN", Lab.PASSWORD, "", "", CALLER))
                    .toList();
            long winners = threads.invokeAll(rivals).stream()
                    .filter(AccountsTest::succeeded)
                    .count();
            assertEquals(1, winners);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void an_outdated_hash_is_replaced_at_the_next_log_in() {
        accounts(Hash.BCRYPT, 4, CORES).signUp("ann", Lab.PASSWORD, "", "", CALLER);
        Accounts dearer = accounts(Hash.BCRYPT, 5, CORES);
        assertThrows(Problem.class, () -> dearer.authenticate("ann", "wrong", CALLER));
        assertTrue(hashOf("ann").startsWith("$2a$04$"), "not by a wrong password");
        dearer.authenticate("ann", Lab.PASSWORD, CALLER);
        assertTrue(hashOf("ann").startsWith("$2a$05$"));
        Accounts argon2 = accounts(Hash.ARGON2ID, 5, CORES);
        argon2.authenticate("ann", Lab.PASSWORD, CALLER);
        assertTrue(hashOf("ann").startsWith("$argon2id$"));
        assertEquals("ann", argon2.authenticate("ann", Lab.PASSWORD, CALLER).username());
    }

    @Test
    void a_log_in_under_way_with_the_old_password_does_not_outlive_the_change_of_it() {
        Accounts accounts = accounts(Hash.BCRYPT, 4, CORES);
        var ids = new Ids(clock, random);
        var events = new Events(database, ids);
        var sessions = new Sessions(
                database,
                events,
                new UnusualLogIns(events, new Outbox(database, ids)),
                new Tokens(random),
                clock,
                Duration.ofDays(1),
                Duration.ofDays(1));
        User ann = accounts.signUp("ann", Lab.PASSWORD, "", "", CALLER);
        String hers = sessions.start(ann, CALLER);
        Profile profile = profile(accounts);
        User thief = accounts.authenticate("ann", Lab.PASSWORD, CALLER);
        clock.pass(Duration.ofMillis(1));
        profile.change(ann, Changes.ofPassword("a wholly different sentence"), ann, Lab.PASSWORD, CALLER);
        Problem problem = assertThrows(Problem.class, () -> sessions.start(thief, CALLER));
        assertEquals(Problem.Kind.UNAUTHENTICATED, problem.kind());
        assertTrue(sessions.find(hers).isEmpty(), "the change has ended them all");
    }

    @Test
    void a_key_that_a_thief_is_just_making_does_not_outlive_the_change_of_the_password() {
        Accounts accounts = accounts(Hash.BCRYPT, 4, CORES);
        Profile profile = profile(accounts);
        User ann = accounts.signUp("ann", Lab.PASSWORD, "", "", CALLER);
        var ids = new Ids(clock, random);
        var keys = new ApiKeys(
                database, new Events(database, ids), new Outbox(database, ids), new Tokens(random), clock, ids);
        keys.make(ann, "before", ApiKey.Scope.WRITE, null, CALLER);
        clock.pass(Duration.ofMillis(1));
        profile.change(ann, Changes.ofPassword("a wholly different sentence"), ann, Lab.PASSWORD, CALLER);
        Problem problem = assertThrows(Problem.class, () -> keys.make(ann, "after", ApiKey.Scope.WRITE, null, CALLER));
        assertEquals(Problem.Kind.UNAUTHENTICATED, problem.kind());
        assertEquals(List.of(), keys.list(ann));
    }

    @Test
    void what_an_admin_has_begun_is_not_done_when_they_are_none_any_more() {
        Accounts accounts = accounts(Hash.BCRYPT, 4, CORES);
        Profile profile = profile(accounts);
        var ids = new Ids(clock, random);
        var users = new Users(database, new Revocation(), new Events(database, ids), clock);
        accounts.signUp("root", Lab.PASSWORD, "", "", CALLER);
        User bob = accounts.signUp("bob", Lab.PASSWORD, "", "", CALLER);
        users.setRole(users.named("root"), User.Role.ADMIN, null, CALLER);
        User admin = users.named("root");
        users.setRole(admin, User.Role.USER, null, CALLER);
        var toAdmin = new Changes(null, null, null, null, User.Role.ADMIN);
        for (Runnable deed : List.<Runnable>of(
                () -> profile.change(bob, toAdmin, admin, "", CALLER),
                () -> profile.change(bob, Changes.ofName("x"), admin, "", CALLER),
                () -> users.disable(bob, admin, CALLER))) {
            assertEquals(
                    Problem.Kind.FORBIDDEN,
                    assertThrows(Problem.class, deed::run).kind());
        }
    }

    @Test
    void of_two_changes_of_the_password_at_once_exactly_one_counts() throws Exception {
        Accounts accounts = accounts(Hash.BCRYPT, 8, CORES);
        Profile profile = profile(accounts);
        User ann = accounts.signUp("ann", Lab.PASSWORD, "", "", CALLER);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Callable<User>> rivals = List.of(
                    () -> profile.change(
                            ann, Changes.ofPassword("the first one's sentence"), ann, Lab.PASSWORD, CALLER),
                    () -> profile.change(
                            ann, Changes.ofPassword("the second one's sentence"), ann, Lab.PASSWORD, CALLER));
            long winners = 0;
            for (Future<User> rival : threads.invokeAll(rivals)) {
                try {
                    rival.get();
                    winners++;
                } catch (ExecutionException e) {
                    assertEquals(Problem.Kind.INVALID, ((Problem) e.getCause()).kind());
                }
            }
            assertEquals(1, winners);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void what_could_not_be_checked_is_not_counted_as_a_guess() {
        Accounts withoutHashing = accounts(Hash.BCRYPT, 4, 0);
        for (int i = 0; i < 10; i++) {
            Problem problem =
                    assertThrows(Problem.class, () -> withoutHashing.authenticate("ann", Lab.PASSWORD, CALLER));
            assertEquals(Problem.Kind.UNAVAILABLE, problem.kind());
        }
    }

    @Test
    void a_sign_up_that_could_not_be_made_is_not_counted_either() {
        Accounts withoutHashing = accounts(Hash.BCRYPT, 4, 0);
        for (int i = 0; i < 70; i++) {
            Problem problem =
                    assertThrows(Problem.class, () -> withoutHashing.signUp("ann", Lab.PASSWORD, "", "", CALLER));
            assertEquals(Problem.Kind.UNAVAILABLE, problem.kind());
        }
    }

    private Accounts accounts(Hash hash, int cost, int cores) {
        var passwords = new Passwords(hash, cost, cores, random);
        var throttle = new Throttle(database, clock, true);
        var ids = new Ids(clock, random);
        var events = new Events(database, ids);
        var outbox = new Outbox(database, ids);
        return new Accounts(
                database,
                events,
                outbox,
                passwords,
                new PasswordPolicy(8, Set.of()),
                throttle,
                Settings.of(Map.of()),
                clock,
                ids);
    }

    private Profile profile(Accounts accounts) {
        var ids = new Ids(clock, random);
        var events = new Events(database, ids);
        var outbox = new Outbox(database, ids);
        var throttle = new Throttle(database, clock, true);
        var mailTokens = new MailTokens(database, new Tokens(random), clock);
        var revocation = new Revocation();
        return new Profile(
                database,
                accounts,
                new Emails(database, accounts, mailTokens, revocation, events, outbox, throttle, clock),
                new NewPassword(
                        new Passwords(Hash.BCRYPT, 8, CORES, random),
                        new PasswordPolicy(8, Set.of()),
                        revocation,
                        events,
                        outbox),
                events,
                outbox,
                clock);
    }

    private String hashOf(String username) {
        return database.read(tx -> new CredentialDao().byLogin(tx, username))
                .orElseThrow()
                .passwordHash();
    }

    private static boolean succeeded(Future<User> attempt) {
        try {
            attempt.get();
            return true;
        } catch (Exception e) {
            assertEquals(Problem.Kind.CONFLICT, ((Problem) e.getCause()).kind());
            return false;
        }
    }
}
