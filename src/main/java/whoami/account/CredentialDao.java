package whoami.account;

import java.time.Instant;
import java.util.Optional;
import whoami.Tx;

/** The hashes of passwords in the table {@code users}. Those who have left have none. */
final class CredentialDao {
    record Credentials(User user, String passwordHash) {
        /** Without the hash, which has no business in a log. */
        @Override
        public String toString() {
            return "Credentials of " + user.id();
        }
    }

    /** @param login a username or a confirmed e-mail address */
    Optional<Credentials> byLogin(Tx tx, String login) {
        return tx.one(
                row -> new Credentials(UserDao.user(row), row.getString("password_hash")),
                "SELECT " + UserDao.COLUMNS + ", u.password_hash FROM users u WHERE u.deleted_at IS NULL AND "
                        + UserDao.loginColumn(login) + " = ?",
                UserDao.loginKey(login));
    }

    /** @return the hash of a user's password, or nothing if the user is gone */
    Optional<String> passwordHash(Tx tx, String userId) {
        return tx.one(
                row -> row.getString("password_hash"),
                "SELECT password_hash FROM users WHERE id = ? AND deleted_at IS NULL",
                userId);
    }

    /** Unless somebody has set another password in the meantime. */
    void renewHash(Tx tx, String userId, String oldHash, String newHash) {
        tx.update(
                "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ? AND deleted_at IS NULL",
                newHash,
                userId,
                oldHash);
    }

    void setHash(Tx tx, String userId, String hash, Instant now) {
        tx.update(
                "UPDATE users SET password_hash = ?, updated_at = ?, credentials_at = ? WHERE id = ? AND deleted_at IS NULL",
                hash,
                now,
                now,
                userId);
    }
}
