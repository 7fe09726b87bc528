package whoami.account;

import java.time.Instant;
import java.util.Optional;
import whoami.Tx;

/** The table {@code sessions}. It knows an id only by its hash. */
final class SessionDao {
    void insert(Tx tx, String idHash, Session session, Instant expiresAt, Caller caller) {
        tx.update(
                "INSERT INTO sessions"
                        + " (id_hash, user_id, created_at, last_seen_at, expires_at, address, user_agent, attributes)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                idHash,
                session.user().id(),
                session.createdAt().toEpochMilli(),
                session.lastSeenAt().toEpochMilli(),
                expiresAt.toEpochMilli(),
                caller.address(),
                caller.userAgent(),
                session.attributes());
    }

    /** The session and its user in one query, as every request of somebody logged in asks for both. */
    Optional<Session> find(Tx tx, String idHash, Instant now) {
        return tx.one(
                row -> new Session(
                        UserDao.user(row),
                        Instant.ofEpochMilli(row.getLong("session_created_at")),
                        Instant.ofEpochMilli(row.getLong("last_seen_at")),
                        row.getString("attributes")),
                "SELECT s.created_at AS session_created_at, s.last_seen_at, s.attributes, " + UserDao.COLUMNS
                        + " FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id_hash = ? AND s.expires_at > ?",
                idHash,
                now.toEpochMilli());
    }

    void touch(Tx tx, String idHash, Instant lastSeenAt, Instant expiresAt, String attributes) {
        tx.update(
                "UPDATE sessions SET last_seen_at = ?, expires_at = ?, attributes = ? WHERE id_hash = ?",
                lastSeenAt.toEpochMilli(),
                expiresAt.toEpochMilli(),
                attributes,
                idHash);
    }

    void delete(Tx tx, String idHash) {
        tx.update("DELETE FROM sessions WHERE id_hash = ?", idHash);
    }

    int deleteExpired(Tx tx, Instant now, int most) {
        return tx.update(
                "DELETE FROM sessions WHERE id_hash IN"
                        + " (SELECT id_hash FROM sessions WHERE expires_at <= ? LIMIT ?)",
                now.toEpochMilli(),
                most);
    }
}
