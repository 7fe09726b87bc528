package whoami.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import whoami.Tx;

/** The table {@code api_keys}. It knows a key only by its hash. */
final class ApiKeyDao {
    private static final String COLUMNS =
            "k.id AS key_id, k.name AS key_name, k.scope, k.created_at AS key_created_at, k.last_used_at, k.expires_at";

    /** @return whether it was, which it is not if the user has changed since they were read, or is gone */
    boolean insert(Tx tx, User user, ApiKey key, String keyHash) {
        return tx.update(
                        "INSERT INTO api_keys (id, user_id, name, scope, key_hash, created_at, expires_at)"
                                + " SELECT ?, u.id, ?, ?, ?, ?, ? FROM users u WHERE u.id = ? AND u.credentials_at = ? AND "
                                + UserDao.MAY_COME_IN,
                        key.id(),
                        key.name(),
                        key.scope().name(),
                        keyHash,
                        key.createdAt(),
                        key.expiresAt(),
                        user.id(),
                        user.credentialsAt())
                > 0;
    }

    /** The key, be it too old or not, and its user in one query: every call of a program asks for both. */
    Optional<ApiKey.Used> find(Tx tx, String keyHash) {
        return tx.one(
                row -> new ApiKey.Used(key(row), UserDao.user(row)),
                "SELECT " + COLUMNS + ", " + UserDao.COLUMNS + " FROM api_keys k JOIN users u ON u.id = k.user_id"
                        + " WHERE k.key_hash = ? AND " + UserDao.MAY_COME_IN,
                keyHash);
    }

    /** With those that are too old, so that their owner sees why a program has stopped. */
    List<ApiKey> of(Tx tx, String userId) {
        return tx.list(
                ApiKeyDao::key,
                "SELECT " + COLUMNS + " FROM api_keys k WHERE k.user_id = ? ORDER BY k.created_at, k.id",
                userId);
    }

    void touch(Tx tx, String id, Instant now) {
        tx.update("UPDATE api_keys SET last_used_at = ? WHERE id = ?", now, id);
    }

    boolean delete(Tx tx, String userId, String id) {
        return tx.update("DELETE FROM api_keys WHERE user_id = ? AND id = ?", userId, id) > 0;
    }

    void deleteAll(Tx tx, String userId) {
        tx.update("DELETE FROM api_keys WHERE user_id = ?", userId);
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("key_id"),
                row.getString("key_name"),
                ApiKey.Scope.valueOf(row.getString("scope")),
                Tx.instant(row, "key_created_at"),
                Tx.instant(row, "last_used_at"),
                Tx.instant(row, "expires_at"));
    }
}
