package whoami.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import whoami.Tx;
import whoami.account.MailToken.Purpose;

/** The table {@code tokens}. It knows a token only by its hash. */
final class MailTokenDao {
    private static final Tx.Row<MailToken> TOKEN = row -> new MailToken(
            row.getString("token_hash"),
            Purpose.valueOf(row.getString("purpose")),
            row.getString("user_id"),
            row.getString("email"),
            Tx.instant(row, "created_at"),
            Tx.instant(row, "expires_at"));

    private static final String SELECT =
            "SELECT token_hash, purpose, user_id, email, created_at, expires_at FROM tokens";

    void insert(Tx tx, MailToken token) {
        tx.update(
                "INSERT INTO tokens (token_hash, purpose, user_id, email, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
                token.hash(),
                token.purpose().name(),
                token.userId(),
                token.email(),
                token.createdAt(),
                token.expiresAt());
    }

    Optional<MailToken> find(Tx tx, String hash, Instant now) {
        return tx.one(TOKEN, SELECT + " WHERE token_hash = ? AND expires_at > ?", hash, now);
    }

    List<MailToken> of(Tx tx, String userId, Instant now) {
        return tx.list(TOKEN, SELECT + " WHERE user_id = ? AND expires_at > ? ORDER BY created_at", userId, now);
    }

    boolean delete(Tx tx, String hash) {
        return tx.update("DELETE FROM tokens WHERE token_hash = ?", hash) > 0;
    }

    void deleteOf(Tx tx, String userId, Purpose purpose) {
        tx.update("DELETE FROM tokens WHERE user_id = ? AND purpose = ?", userId, purpose.name());
    }

    /** All but those that the owner takes the account back with, should all this be the doing of a thief. */
    void deleteAll(Tx tx, String userId) {
        tx.update("DELETE FROM tokens WHERE user_id = ? AND purpose <> ?", userId, Purpose.TAKE_BACK.name());
    }

    void deleteSince(Tx tx, String userId, Instant createdAt) {
        tx.update("DELETE FROM tokens WHERE user_id = ? AND created_at >= ?", userId, createdAt);
    }

    int deleteExpired(Tx tx, Instant now, int most) {
        return tx.deleteUpTo("tokens", "token_hash", "expires_at", now, most);
    }
}
