package whoami.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import whoami.Tx;

/** The tables {@code grants} and {@code refresh_tokens}. They know a token only by its hash. */
final class GrantDao {
    private static final String COLUMNS =
            "g.id AS grant_id, g.created_at AS grant_created_at, g.expires_at, " + UserDao.COLUMNS;

    record RefreshToken(Grant grant, Instant spentAt) {}

    /** @return whether it was, which it is not if the user has changed since they were read, or is gone */
    boolean insert(Tx tx, Grant grant, Caller caller) {
        return tx.update(
                        "INSERT INTO grants (id, user_id, created_at, last_used_at, expires_at, address, user_agent)"
                                + " SELECT ?, id, ?, ?, ?, ?, ? FROM users u WHERE id = ? AND credentials_at = ? AND "
                                + UserDao.MAY_COME_IN,
                        grant.id(),
                        grant.createdAt(),
                        grant.createdAt(),
                        grant.expiresAt(),
                        caller.address(),
                        caller.userAgent(),
                        grant.user().id(),
                        grant.user().credentialsAt())
                > 0;
    }

    List<Grant.Listed> list(Tx tx, String userId, Instant now) {
        return tx.list(
                row -> new Grant.Listed(
                        row.getString("id"),
                        Tx.instant(row, "created_at"),
                        Tx.instant(row, "last_used_at"),
                        row.getString("address"),
                        row.getString("user_agent")),
                "SELECT id, created_at, last_used_at, address, user_agent FROM grants"
                        + " WHERE user_id = ? AND expires_at > ? ORDER BY last_used_at DESC, id DESC",
                userId,
                now);
    }

    /** Has a grant, and so its tokens, to itself until the end of the transaction. */
    void hold(Tx tx, String id) {
        tx.hold("grants", id);
    }

    void insertToken(Tx tx, String tokenHash, String grantId, Instant now) {
        tx.update(
                "INSERT INTO refresh_tokens (token_hash, grant_id, created_at) VALUES (?, ?, ?)",
                tokenHash,
                grantId,
                now);
    }

    /** The grant, be it over or not, and its user in one query: every call of a program asks for both. */
    Optional<Grant> find(Tx tx, String id) {
        return tx.one(
                GrantDao::grant,
                "SELECT " + COLUMNS + " FROM grants g JOIN users u ON u.id = g.user_id"
                        + " WHERE g.id = ? AND "
                        + UserDao.MAY_COME_IN,
                id);
    }

    Optional<RefreshToken> findToken(Tx tx, String tokenHash, Instant now) {
        return tx.one(
                row -> new RefreshToken(grant(row), Tx.instant(row, "spent_at")),
                "SELECT " + COLUMNS + ", r.spent_at FROM refresh_tokens r JOIN grants g ON g.id = r.grant_id"
                        + " JOIN users u ON u.id = g.user_id WHERE r.token_hash = ? AND g.expires_at > ? AND "
                        + UserDao.MAY_COME_IN,
                tokenHash,
                now);
    }

    void spend(Tx tx, String tokenHash, Instant now) {
        tx.update("UPDATE refresh_tokens SET spent_at = ? WHERE token_hash = ? AND spent_at IS NULL", now, tokenHash);
    }

    /** Deletes those that were not used for longest. */
    void deleteAllBut(Tx tx, String userId, int most) {
        tx.update(
                "DELETE FROM grants WHERE user_id = ? AND id NOT IN"
                        + " (SELECT id FROM grants WHERE user_id = ? ORDER BY last_used_at DESC, id DESC LIMIT ?)",
                userId,
                userId,
                most);
    }

    /** Deletes the oldest of those that nobody has used. */
    void deleteUnspentBut(Tx tx, String grantId, int most) {
        tx.update(
                "DELETE FROM refresh_tokens WHERE grant_id = ? AND spent_at IS NULL AND token_hash NOT IN"
                        + " (SELECT token_hash FROM refresh_tokens WHERE grant_id = ? AND spent_at IS NULL"
                        + " ORDER BY created_at DESC LIMIT ?)",
                grantId,
                grantId,
                most);
    }

    void touch(Tx tx, String id, Instant lastUsedAt, Instant expiresAt) {
        tx.update("UPDATE grants SET last_used_at = ?, expires_at = ? WHERE id = ?", lastUsedAt, expiresAt, id);
    }

    boolean delete(Tx tx, String userId, String id) {
        return tx.update("DELETE FROM grants WHERE user_id = ? AND id = ?", userId, id) > 0;
    }

    int deleteAll(Tx tx, String userId) {
        return tx.update("DELETE FROM grants WHERE user_id = ?", userId);
    }

    int deleteExpired(Tx tx, Instant now, int most) {
        return tx.deleteUpTo("grants", "id", "expires_at", now, most);
    }

    int deleteSpent(Tx tx, Instant spentBefore, int most) {
        return tx.deleteUpTo("refresh_tokens", "token_hash", "spent_at", spentBefore, most);
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                row.getString("grant_id"),
                UserDao.user(row),
                Tx.instant(row, "grant_created_at"),
                Tx.instant(row, "expires_at"));
    }
}
