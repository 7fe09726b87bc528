package whoami.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import whoami.Tx;

/** The table {@code users}. */
final class UserDao {
    /** What {@link #user} reads; the table's alias is {@code u}. */
    static final String COLUMNS = "u.id, u.username, u.email, u.created_at, u.updated_at";

    record Credentials(User user, String passwordHash) {
        /** Without the hash, which has no business in a log. */
        @Override
        public String toString() {
            return "Credentials of " + user.id();
        }
    }

    void insert(Tx tx, User user, String passwordHash) {
        tx.update(
                "INSERT INTO users (id, username, username_key, email, password_hash, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                user.id(),
                user.username(),
                key(user.username()),
                user.email(),
                passwordHash,
                user.createdAt().toEpochMilli(),
                user.updatedAt().toEpochMilli());
    }

    boolean exists(Tx tx, String username) {
        return tx.one(row -> true, "SELECT 1 FROM users WHERE username_key = ?", key(username))
                .isPresent();
    }

    Optional<Credentials> credentials(Tx tx, String username) {
        return tx.one(
                row -> new Credentials(user(row), row.getString("password_hash")),
                "SELECT " + COLUMNS + ", u.password_hash FROM users u WHERE u.username_key = ?",
                key(username));
    }

    /** @return the hash of a user's password, or nothing if the user is gone */
    Optional<String> passwordHash(Tx tx, String userId) {
        return tx.one(row -> row.getString("password_hash"), "SELECT password_hash FROM users WHERE id = ?", userId);
    }

    /** @return whether the old hash was still there to be replaced: somebody may have set another password in the meantime */
    boolean replaceHash(Tx tx, String userId, String oldHash, String newHash, Instant updatedAt) {
        return tx.update(
                        "UPDATE users SET password_hash = ?, updated_at = ? WHERE id = ? AND password_hash = ?",
                        newHash,
                        updatedAt.toEpochMilli(),
                        userId,
                        oldHash)
                > 0;
    }

    static User user(ResultSet row) throws SQLException {
        return new User(
                row.getString("id"),
                row.getString("username"),
                row.getString("email"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")));
    }

    private static String key(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
