package whoami.account;

import java.time.Instant;
import whoami.Tx;

/** The table {@code throttle}. */
final class ThrottleDao {
    record Count(long tries, Instant lastTryAt, Instant forgivenAt, Instant blockedUntil) {}

    /**
     * The count as it is, which may be none. Nobody else counts the same until the end of the transaction: a row is there from now on,
     * and an update, if it changes nothing, has it to itself.
     */
    Count hold(Tx tx, String keyHash) {
        return tx.one(
                        row -> new Count(
                                row.getLong("tries"),
                                Tx.instant(row, "last_try_at"),
                                Tx.instant(row, "forgiven_at"),
                                Tx.instant(row, "blocked_until")),
                        "INSERT INTO throttle (key_hash, tries, last_try_at, forgiven_at, blocked_until) VALUES (?, 0, 0, 0, 0)"
                                + " ON CONFLICT (key_hash) DO UPDATE SET tries = throttle.tries"
                                + " RETURNING tries, last_try_at, forgiven_at, blocked_until",
                        keyHash)
                .orElseThrow();
    }

    void save(Tx tx, String keyHash, Count count, Instant forgetAt) {
        tx.update(
                "UPDATE throttle SET tries = ?, last_try_at = ?, forgiven_at = ?, blocked_until = ?, forget_at = ?"
                        + " WHERE key_hash = ?",
                count.tries(),
                count.lastTryAt(),
                count.forgivenAt(),
                count.blockedUntil(),
                forgetAt,
                keyHash);
    }

    void takeBack(Tx tx, String keyHash) {
        tx.update("UPDATE throttle SET tries = tries - 1, blocked_until = 0 WHERE key_hash = ? AND tries > 0", keyHash);
    }

    void delete(Tx tx, String keyHash) {
        tx.update("DELETE FROM throttle WHERE key_hash = ?", keyHash);
    }

    int deleteForgotten(Tx tx, Instant now, int most) {
        return tx.deleteUpTo("throttle", "key_hash", "forget_at", now, most);
    }
}
