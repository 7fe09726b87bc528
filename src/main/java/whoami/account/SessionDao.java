package whoami.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import whoami.Tx;

/** The table {@code sessions}. It knows an id only by its hash. */
final class SessionDao {
    /** @return whether it was, which it is not if the user has changed since they were read, or is gone */
    boolean insert(Tx tx, String idHash, Session session, Caller caller) {
        return tx.update(
                        "INSERT INTO sessions (id_hash, user_id, created_at, last_seen_at, proved_at, expires_at,"
                                + " address, user_agent, attributes)"
                                + " SELECT ?, id, ?, ?, ?, ?, ?, ?, ? FROM users u WHERE id = ? AND credentials_at = ? AND "
                                + UserDao.MAY_COME_IN,
                        idHash,
                        session.createdAt(),
                        session.lastSeenAt(),
                        session.provedAt(),
                        session.expiresAt(),
                        caller.address(),
                        caller.userAgent(),
                        session.attributes(),
                        session.user().id(),
                        session.user().credentialsAt())
                > 0;
    }

    /** The session, be it over or not, and its user in one query: every request of somebody logged in asks for both. */
    Optional<Session> find(Tx tx, String idHash) {
        return tx.one(
                row -> new Session(
                        UserDao.user(row),
                        Tx.instant(row, "session_created_at"),
                        Tx.instant(row, "last_seen_at"),
                        Tx.instant(row, "proved_at"),
                        Tx.instant(row, "expires_at"),
                        row.getString("attributes")),
                "SELECT s.created_at AS session_created_at, s.last_seen_at, s.proved_at, s.expires_at, s.attributes, "
                        + UserDao.COLUMNS
                        + " FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id_hash = ? AND "
                        + UserDao.MAY_COME_IN,
                idHash);
    }

    void touch(Tx tx, String idHash, Instant lastSeenAt, Instant expiresAt, String attributes) {
        tx.update(
                "UPDATE sessions SET last_seen_at = ?, expires_at = ?, attributes = ? WHERE id_hash = ?",
                lastSeenAt,
                expiresAt,
                attributes,
                idHash);
    }

    List<Session.Listed> list(Tx tx, String userId, String currentIdHash, Instant now) {
        return tx.list(
                row -> new Session.Listed(
                        row.getString("id_hash"),
                        Tx.instant(row, "created_at"),
                        Tx.instant(row, "last_seen_at"),
                        row.getString("address"),
                        row.getString("user_agent"),
                        row.getString("id_hash").equals(currentIdHash)),
                "SELECT id_hash, created_at, last_seen_at, address, user_agent FROM sessions"
                        + " WHERE user_id = ? AND expires_at > ? ORDER BY last_seen_at DESC, created_at DESC",
                userId,
                now);
    }

    boolean prove(Tx tx, String idHash, String newIdHash, Instant now) {
        return tx.update("UPDATE sessions SET id_hash = ?, proved_at = ? WHERE id_hash = ?", newIdHash, now, idHash)
                > 0;
    }

    boolean delete(Tx tx, String userId, String idHash) {
        return tx.update("DELETE FROM sessions WHERE user_id = ? AND id_hash = ?", userId, idHash) > 0;
    }

    void deleteAll(Tx tx, String userId) {
        tx.update("DELETE FROM sessions WHERE user_id = ?", userId);
    }

    /** Deletes those that were not used for longest. */
    void deleteAllBut(Tx tx, String userId, int most) {
        tx.update(
                "DELETE FROM sessions WHERE user_id = ? AND id_hash NOT IN"
                        + " (SELECT id_hash FROM sessions WHERE user_id = ? ORDER BY last_seen_at DESC LIMIT ?)",
                userId,
                userId,
                most);
    }

    int deleteOthers(Tx tx, String userId, String currentIdHash) {
        return tx.update("DELETE FROM sessions WHERE user_id = ? AND id_hash <> ?", userId, currentIdHash);
    }

    int deleteExpired(Tx tx, Instant now, int most) {
        return tx.deleteUpTo("sessions", "id_hash", "expires_at", now, most);
    }
}
