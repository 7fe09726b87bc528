package whoami.post;

import java.time.Duration;
import java.time.Instant;
import whoami.Problem;
import whoami.Tx;

/**
 * How much of something a user may do in a minute. The minute begins with the first of it. What is counted is counted in the
 * transaction of what is done, so that it costs no write of its own, and what came to nothing is not counted.
 */
record RateLimit(String action, int mostInAMinute) {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final RateLimitDao LIMITS = new RateLimitDao();

    /** @throws Problem too many, with the time to wait */
    void count(Tx tx, String userId, Instant now) {
        RateLimitDao.Use use = LIMITS.count(tx, userId, action, now, now.minus(WINDOW));
        if (use.times() > mostInAMinute) {
            throw Problem.tooMany(
                    "You have done that very often in the last minute.",
                    Duration.between(now, use.since().plus(WINDOW)));
        }
    }

    static void forget(Tx tx, String userId) {
        LIMITS.deleteOf(tx, userId);
    }
}
