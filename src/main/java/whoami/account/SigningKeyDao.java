package whoami.account;

import java.time.Instant;
import java.util.List;
import whoami.Tx;

/** The table {@code signing_keys}. */
final class SigningKeyDao {
    void insert(Tx tx, SigningKey key) {
        tx.update(
                "INSERT INTO signing_keys (id, jwk, created_at) VALUES (?, ?, ?)",
                key.id(),
                key.jwk(),
                key.createdAt());
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
