package whoami.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.mindrot.jbcrypt.BCrypt;
import whoami.Problem;
import whoami.Settings.Hash;

/**
 * Turns passwords into hashes that are slow to guess, and checks them. Which kind a hash is stands in front of it, so all
 * kinds that were ever in use are understood.
 */
public final class Passwords {
    private static final int BCRYPT_MAX_BYTES = 72;
    private static final String REDUCED = "sha384:";
    private static final String DUMMY_DIGEST = ".".repeat(31);

    /** With 0.2 s for a hash, the last in the queue waits about 6 s: long, but shorter than anybody's time-out. */
    private static final int WAITING_PER_CORE = 32;

    /** Each one waiting holds a thread, and the server's other pages need some of its 250 too. */
    private static final int WAITING_MAX = 100;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final Hash kind;
    private final int bcryptCost;
    private final SecureRandom random;
    private final Argon2 argon2;
    private final int cores;
    private final Semaphore permits;
    private final Semaphore places;
    private final Semaphore turns;
    private final String dummy;
    private final LongAdder refused = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder spentNanos = new LongAdder();

    /** @param bcryptCost OWASP asks for 10 or more; 12 takes about 0.2 s */
    public Passwords(Hash kind, int bcryptCost, int cores, SecureRandom random) {
        this.kind = kind;
        this.bcryptCost = bcryptCost;
        this.random = random;
        this.argon2 = new Argon2(random);
        this.cores = cores;
        this.permits = new Semaphore(cores, true);
        int most = cores + Math.min(cores * WAITING_PER_CORE, WAITING_MAX);
        this.places = new Semaphore(most);
        this.turns = new Semaphore(most);
        this.dummy = kind == Hash.BCRYPT ? BCrypt.gensalt(bcryptCost, random) + DUMMY_DIGEST : argon2.dummy();
    }

    /**
     * Takes a place in the queue for work that will hash: whoever finds none is told so at once, and not only after something was
     * written because of them.
     *
     * @throws Problem unavailable: at once if too many are waiting already
     */
    <T> T queued(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw busy(null);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    /** @throws Problem unavailable: at once if too many are waiting already, or after 20 s without a turn */
    String hash(String password) {
        String normal = normalise(password);
        return inTurn(() -> kind == Hash.ARGON2ID ? argon2.hash(normal) : bcrypt(normal));
    }

    /** @throws Problem unavailable: at once if too many are waiting already, or after 20 s without a turn */
    boolean matches(String password, String hash) {
        // a text that cannot be a password is not worth the time to read it, but costs a hash like any other
        boolean possible = password.length() <= PasswordPolicy.MAX_TYPED;
        String normal = possible ? normalise(password) : "";
        return possible
                & inTurn(() -> {
                    if (hash.startsWith(Argon2.PREFIX)) {
                        return argon2.matches(normal, hash);
                    }
                    boolean fits = fits(normal);
                    // the hash first: a mark that does not fit must not answer faster
                    boolean same = BCrypt.checkpw(fits ? normal : reduce(normal), withoutMark(hash));
                    return same && fits != hash.startsWith(REDUCED);
                });
    }

    /**
     * A hash that no password has, and that costs as much to check as any other: an attacker who measures the time of a log-in
     * must not learn that there is no such user.
     */
    String dummy() {
        return dummy;
    }

    /** Whether the hash is of another kind than new ones, or was cheaper. */
    boolean isOutdated(String hash) {
        if (kind == Hash.ARGON2ID) {
            return !argon2.isCurrent(hash);
        }
        return hash.startsWith(Argon2.PREFIX)
                || Integer.parseInt(withoutMark(hash).substring(4, 6)) < bcryptCost;
    }

    /** How much there is to hash just now, and how much of it there has been. */
    public Load load() {
        return new Load(
                cores,
                cores - permits.availablePermits(),
                permits.getQueueLength(),
                refused.sum(),
                done.sum(),
                Duration.ofNanos(spentNanos.sum()));
    }

    /**
     * @param permits how many may be hashed at once
     * @param spent all the time that it took, without the waiting
     */
    public record Load(int permits, int running, int waiting, long refused, long done, Duration spent) {}

    private static String withoutMark(String bcrypt) {
        return bcrypt.startsWith(REDUCED) ? bcrypt.substring(REDUCED.length()) : bcrypt;
    }

    /** The same text can be typed as different bytes, "é" as one character or as "e" and an accent: some systems do one, some the other. */
    static String normalise(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /**
     * bcrypt reads 72 bytes and goes around in circles over shorter input, with a NUL at the seam: two passwords that differ
     * only behind the 72nd byte, or "a" and "a\0a", would be one and the same. Such passwords are reduced to 64 characters first.
     */
    private String bcrypt(String password) {
        String salt = BCrypt.gensalt(bcryptCost, random);
        return fits(password) ? BCrypt.hashpw(password, salt) : REDUCED + BCrypt.hashpw(reduce(password), salt);
    }

    private static boolean fits(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= BCRYPT_MAX_BYTES && password.indexOf('\0') < 0;
    }

    private static String reduce(String password) {
        try {
            MessageDigest sha384 = MessageDigest.getInstance("SHA-384");
            return Base64.getEncoder().encodeToString(sha384.digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Hashing is the one expensive thing that a stranger can make us do. More hashes than cores at once make each of them
     * slower; more waiting than can be served in time make everybody time out. So they queue up, and the queue is short.
     */
    private <T> T inTurn(Supplier<T> work) {
        if (!turns.tryAcquire()) {
            throw busy(null);
        }
        try {
            return whenPermitted(work);
        } finally {
            turns.release();
        }
    }

    private <T> T whenPermitted(Supplier<T> work) {
        try {
            if (!permits.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy(e);
        }
        long begin = System.nanoTime();
        try {
            return work.get();
        } finally {
            permits.release();
            done.increment();
            spentNanos.add(System.nanoTime() - begin);
        }
    }

    private Problem busy(Throwable cause) {
        refused.increment();
        return Problem.unavailable(
                "Too many people are logging in just now. Please try again in a few seconds.",
                Duration.ofSeconds(5),
                cause);
    }
}
