package whoami.account;

import java.time.Instant;
import java.util.List;
import whoami.Tx;

/** The table {@code signing_keys}. */
final class SigningKeyDao {
    /**
     * @param follows the id of the key that it takes over from, or an empty text
     * @throws whoami.Database.UniqueViolation if another one has done so
     */
    void insert(Tx tx, SigningKey key, String follows) {
        tx.update(
                "INSERT INTO signing_keys (id, jwk, created_at, follows) VALUES (?, ?, ?, ?)",
                key.id(),
                key.jwk(),
                key.createdAt(),
                follows);
    }

    List<SigningKey> newestFirst(Tx tx) {
        return tx.list(
                row -> new SigningKey(row.getString("id"), row.getString("jwk"), Tx.instant(row, "created_at")),
                "SELECT id, jwk, created_at FROM signing_keys ORDER BY created_at DESC, id DESC");
    }

    int deleteBefore(Tx tx, Instant at, int most) {
        return tx.deleteUpTo("signing_keys", "id", "created_at", at, most);
    }
}
