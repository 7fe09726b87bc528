package whoami.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import whoami.Tx;
import whoami.mail.EmailAddress;

/** Those in the table {@code users} who have left, and can come back for a while. */
final class LeaverDao {
    record Leaver(User user, Instant deletedAt) {}

    /** The address is free for a new account from now on. Whoever comes back is no admin: that could not be taken from them meanwhile. */
    void markDeleted(Tx tx, String userId, Instant now) {
        tx.update(
                "UPDATE users SET deleted_at = ?, updated_at = ?, credentials_at = ?, email_key = NULL, role = 'USER',"
                        + " unconfirmed_email = NULL WHERE id = ?",
                now,
                now,
                now,
                userId);
    }

    /** @param login a username, or the e-mail address that was confirmed */
    Optional<Leaver> deletedByLogin(Tx tx, String login) {
        return leaver(
                tx,
                login.contains("@") ? "u.email = ?" : "u.username_key = ?",
                login.contains("@") ? login : UserDao.key(login));
    }

    Optional<Leaver> deleted(Tx tx, String id) {
        return leaver(tx, "u.id = ?", id);
    }

    private static Optional<Leaver> leaver(Tx tx, String condition, String value) {
        return tx.one(
                row -> new Leaver(UserDao.user(row), Tx.instant(row, "deleted_at")),
                "SELECT " + UserDao.COLUMNS + ", u.deleted_at FROM users u WHERE u.deleted_at IS NOT NULL"
                        + " AND u.password_hash <> '' AND " + condition,
                value);
    }

    /** @param email null if it belongs to somebody else by now */
    void restore(Tx tx, String userId, String email, Instant now) {
        tx.update(
                "UPDATE users SET deleted_at = NULL, email = ?, email_key = ?, updated_at = ?, credentials_at = ? WHERE id = ?",
                email,
                email == null ? null : EmailAddress.key(email),
                now,
                now,
                userId);
    }

    /** They are held: nobody comes back while they are erased. */
    List<String> deletedBefore(Tx tx, Instant at, int most) {
        return tx.list(
                row -> row.getString("id"),
                "SELECT id FROM users WHERE deleted_at <= ? AND password_hash <> '' LIMIT ?"
                        + tx.engine().forUpdate(),
                at,
                most);
    }

    /** Leaves the username, so that nobody else can pass for its owner. */
    void erase(Tx tx, String userId) {
        tx.update(
                "UPDATE users SET name = NULL, email = NULL, email_key = NULL, unconfirmed_email = NULL, password_hash = ''"
                        + " WHERE id = ?",
                userId);
    }
}
