package whoami.account;

import java.time.Instant;
import java.util.Optional;
import whoami.Tx;

/** The table {@code throttle}. */
final class ThrottleDao {
    record Count(long tries, Instant lastTryAt, Instant forgivenAt, Instant blockedUntil) {}

    Optional<Count> find(Tx tx, String keyHash) {
        return tx.one(
                row -> new Count(
                        row.getLong("tries"),
                        Tx.instant(row, "last_try_at"),
                        Tx.instant(row, "forgiven_at"),
                        Tx.instant(row, "blocked_until")),
                "SELECT tries, last_try_at, forgiven_at, blocked_until FROM throttle WHERE key_hash = ?",
                keyHash);
    }

    void save(Tx tx, String keyHash, Count count, Instant forgetAt) {
        tx.update(
                "INSERT INTO throttle (key_hash, tries, last_try_at, forgiven_at, blocked_until, forget_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key_hash) DO UPDATE SET tries = excluded.tries,"
                        + " last_try_at = excluded.last_try_at, forgiven_at = excluded.forgiven_at,"
                        + " blocked_until = excluded.blocked_until, forget_at = excluded.forget_at",
                keyHash,
                count.tries(),
                count.lastTryAt(),
                count.forgivenAt(),
                count.blockedUntil(),
                forgetAt);
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
