package whoami.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.mindrot.jbcrypt.BCrypt;
import whoami.Problem;
import whoami.Settings.Hash;

class PasswordsTest {
    private final SecureRandom random = new SecureRandom();
    private final Passwords bcrypt = new Passwords(Hash.BCRYPT, 4, 2, random);
    private final Passwords argon2 = new Passwords(Hash.ARGON2ID, 4, 2, random);

    @Test
    void a_password_matches_its_hash_and_no_other_does() {
        for (Passwords passwords : new Passwords[] {bcrypt, argon2}) {
            String hash = passwords.hash("correct horse");
            assertTrue(passwords.matches("correct horse", hash));
            assertFalse(passwords.matches("correct horsf", hash));
            assertFalse(passwords.matches("", hash));
            assertNotEquals(hash, passwords.hash("correct horse"), "each has a salt of its own");
        }
    }

    @Test
    void a_short_password_is_hashed_by_plain_bcrypt_that_any_other_program_understands() {
        assertTrue(BCrypt.checkpw("correct horse", bcrypt.hash("correct horse")));
    }

    @Test
    void two_long_passwords_that_differ_in_the_last_character_are_different() {
        for (Passwords passwords : new Passwords[] {bcrypt, argon2}) {
            for (int length : new int[] {71, 72, 73, 200, 1_000}) {
                String password = "x".repeat(length);
                String hash = passwords.hash(password + "a");
                assertTrue(passwords.matches(password + "a", hash));
                assertFalse(passwords.matches(password + "b", hash), length + " characters");
                assertFalse(passwords.matches(password, hash), length + " characters");
            }
        }
    }

    @Test
    void what_bcrypt_reads_as_it_is_is_left_as_it_is() {
        assertTrue(bcrypt.hash("x".repeat(72)).startsWith("$2a$"));
        for (String password : new String[] {"x".repeat(73), "\0password", "password\0"}) {
            assertTrue(bcrypt.hash(password).startsWith("sha384:"));
            assertTrue(bcrypt.matches(password, bcrypt.hash(password)));
        }
    }

    @Test
    void what_bcrypt_would_cut_off_counts_also_against_the_hash_of_a_short_password() {
        String hash = bcrypt.hash("x".repeat(72));
        assertTrue(bcrypt.matches("x".repeat(72), hash));
        assertFalse(bcrypt.matches("x".repeat(73), hash));
    }

    @Test
    void what_a_long_password_is_reduced_to_is_not_a_second_password() throws Exception {
        String password = "x".repeat(100);
        byte[] digest = MessageDigest.getInstance("SHA-384").digest(password.getBytes(StandardCharsets.UTF_8));
        assertFalse(bcrypt.matches(Base64.getEncoder().encodeToString(digest), bcrypt.hash(password)));
    }

    @Test
    void what_is_longer_in_bytes_than_in_characters_is_not_cut_either() {
        String password = "ü".repeat(40);
        assertFalse(bcrypt.matches(password + "a", bcrypt.hash(password + "b")));
    }

    @Test
    void a_password_that_goes_in_circles_over_nul_is_another_one() {
        assertFalse(bcrypt.matches("password\0password", bcrypt.hash("password")));
        assertFalse(bcrypt.matches("password", bcrypt.hash("password\0password")));
        assertTrue(bcrypt.matches("password\0password", bcrypt.hash("password\0password")));
    }

    @Test
    void the_same_text_typed_as_other_bytes_is_the_same_password() {
        String composed = "caf\u00e9 cr\u00e8me";
        String decomposed = "cafe\u0301 cre\u0300me";
        assertNotEquals(composed, decomposed);
        assertTrue(bcrypt.matches(decomposed, bcrypt.hash(composed)));
        assertTrue(bcrypt.matches(composed, bcrypt.hash(decomposed)));
    }

    @Test
    void a_hash_made_by_the_reference_program_of_argon2_is_understood() {
        String theirs =
                "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxNmJ5dGVzIQ$tPXA8KRaMxUDqoVFOkz5qceiysamiMSLxBrcC5sAtmo";
        assertTrue(argon2.matches("password", theirs));
        assertTrue(argon2.hash("password").startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    @Test
    void a_text_too_long_to_be_a_password_matches_nothing_and_costs_a_hash_all_the_same() {
        String longest = "x".repeat(PasswordPolicy.MAX_TYPED);
        assertTrue(bcrypt.matches(longest, bcrypt.hash(longest)));
        String tooLong = longest + "x";
        assertFalse(bcrypt.matches(tooLong, bcrypt.hash(tooLong)));
        assertFalse(bcrypt.matches(tooLong, bcrypt.hash("")));
        Passwords overrun = new Passwords(Hash.BCRYPT, 4, 0, random);
        assertThrows(Problem.class, () -> overrun.matches(tooLong, overrun.dummy()));
    }

    @Test
    void hashes_of_both_kinds_are_understood_whichever_is_set() {
        assertTrue(argon2.matches("correct horse", bcrypt.hash("correct horse")));
        assertTrue(bcrypt.matches("correct horse", argon2.hash("correct horse")));
    }

    @Test
    void a_hash_of_another_kind_or_lower_cost_is_outdated() {
        Passwords dearer = new Passwords(Hash.BCRYPT, 5, 2, random);
        assertTrue(dearer.isOutdated(bcrypt.hash("short")));
        assertTrue(dearer.isOutdated(bcrypt.hash("long".repeat(30))));
        assertTrue(dearer.isOutdated(argon2.hash("short")));
        assertTrue(argon2.isOutdated(bcrypt.hash("short")));
        assertFalse(bcrypt.isOutdated(bcrypt.hash("short")));
        assertFalse(bcrypt.isOutdated(dearer.hash("short")), "a dearer one may stay");
        assertFalse(argon2.isOutdated(argon2.hash("short")));
    }

    @Test
    void the_dummy_is_of_the_kind_and_cost_of_real_hashes_and_nothing_matches_it() {
        assertTrue(bcrypt.dummy().startsWith("$2a$04$"));
        assertEquals(bcrypt.hash("x").length(), bcrypt.dummy().length());
        assertFalse(bcrypt.matches("", bcrypt.dummy()));
        assertEquals(argon2.hash("x").length(), argon2.dummy().length());
        assertFalse(argon2.matches("", argon2.dummy()));
    }

    @Test
    void where_no_more_can_wait_the_answer_is_try_again_later_at_once() {
        Passwords overrun = new Passwords(Hash.BCRYPT, 4, 0, random);
        Problem problem = assertThrows(Problem.class, () -> overrun.hash("correct horse"));
        assertEquals(Problem.Kind.UNAVAILABLE, problem.kind());
        assertTrue(problem.retryAfter().toSeconds() > 0);
    }

    @Test
    void who_is_told_to_stop_while_waiting_stops() {
        Thread.currentThread().interrupt();
        Problem problem = assertThrows(Problem.class, () -> bcrypt.hash("correct horse"));
        assertTrue(Thread.interrupted(), "whoever waits for the thread learns of it too");
        assertEquals(Problem.Kind.UNAVAILABLE, problem.kind());
    }

    @Test
    void what_is_hashed_and_what_is_refused_is_counted() {
        assertEquals(new Passwords.Load(2, 0, 0, 0, 0, Duration.ZERO), bcrypt.load());
        bcrypt.matches("correct horse", bcrypt.hash("correct horse"));
        Passwords.Load load = bcrypt.load();
        assertEquals(2, load.done());
        assertEquals(0, load.running());
        assertTrue(load.spent().compareTo(Duration.ZERO) > 0 && load.spent().compareTo(Duration.ofMinutes(1)) < 0);
        Passwords overrun = new Passwords(Hash.BCRYPT, 4, 0, random);
        assertThrows(Problem.class, () -> overrun.hash("correct horse"));
        assertEquals(1, overrun.load().refused());
    }

    @Test
    void for_one_core_32_may_wait_and_no_more() throws Exception {
        Passwords slow = new Passwords(Hash.BCRYPT, 10, 1, random);
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Callable<String>> crowd = Collections.nCopies(64, () -> slow.hash("correct horse"));
            long served = threads.invokeAll(crowd).stream()
                    .filter(PasswordsTest::isServed)
                    .count();
            // 33 and those that came when the first had gone
            assertTrue(served >= 33 && served < 64, served + " served");
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whoever_has_waited_leaves_the_place_to_the_next_one() {
        Passwords narrow = new Passwords(Hash.BCRYPT, 4, 1, random);
        for (int i = 0; i < 100; i++) {
            assertEquals("done", narrow.queued(() -> "done"));
        }
    }

    private static boolean isServed(Future<String> hash) {
        try {
            return hash.get() != null;
        } catch (InterruptedException | ExecutionException e) {
            assertEquals(Problem.Kind.UNAVAILABLE, ((Problem) e.getCause()).kind());
            return false;
        }
    }
}
