package whoami.post;

import java.time.Instant;
import whoami.Tx;

/** The table {@code rate_limits}. */
final class RateLimitDao {
    record Use(Instant since, long times) {}

    /**
     * Counts one more, in the window that is open, or in a new one if that began too long ago, or in a future that somebody's clock
     * had wrong.
     */
    Use count(Tx tx, String userId, String action, Instant now, Instant tooLongAgo) {
        return tx.one(
                        row -> new Use(Tx.instant(row, "window_start"), row.getLong("used")),
                        "INSERT INTO rate_limits (user_id, action, window_start, used) VALUES (?, ?, ?, 1)"
                                + " ON CONFLICT (user_id, action) DO UPDATE SET"
                                + " used = CASE WHEN rate_limits.window_start > ? AND rate_limits.window_start <= excluded.window_start"
                                + " THEN rate_limits.used + 1 ELSE 1 END,"
                                + " window_start = CASE WHEN rate_limits.window_start > ? AND rate_limits.window_start <= excluded.window_start"
                                + " THEN rate_limits.window_start ELSE excluded.window_start END"
                                + " RETURNING window_start, used",
                        userId,
                        action,
                        now,
                        tooLongAgo,
                        tooLongAgo)
                .orElseThrow();
    }

    void deleteOf(Tx tx, String userId) {
        tx.update("DELETE FROM rate_limits WHERE user_id = ?", userId);
    }
}
