package whoami.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import whoami.Tx;
import whoami.mail.EmailAddress;

/** The table {@code users}. Those who have left are not found, except where it is said. */
final class UserDao {
    /** Whom nothing lets in any more, whatever they hold. The table's alias is {@code u}. */
    static final String MAY_COME_IN = "u.deleted_at IS NULL AND u.disabled_at IS NULL";

    /** What {@link #user} reads; the table's alias is {@code u}. */
    static final String COLUMNS =
            "u.id, u.username, u.name, u.email, u.unconfirmed_email, u.role, u.disabled_at, u.created_at, u.updated_at, u.credentials_at";

    /**
     * Has an account to itself until the end of the transaction. Whoever reads something of an account, and then writes because of
     * it, holds it first: a log-in and the change of password that is to end it must not both have begun before the other was done.
     */
    void hold(Tx tx, String userId) {
        tx.hold("users", userId);
    }

    void insert(Tx tx, User user, String passwordHash) {
        tx.update(
                "INSERT INTO users (id, username, username_key, name, unconfirmed_email, password_hash, created_at, updated_at,"
                        + " credentials_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                user.id(),
                user.username(),
                key(user.username()),
                user.name(),
                user.unconfirmedEmail(),
                passwordHash,
                user.createdAt(),
                user.updatedAt(),
                user.credentialsAt());
    }

    /** Whether a username is taken, if only by somebody who has left. */
    boolean exists(Tx tx, String username) {
        return tx.one(row -> true, "SELECT 1 FROM users WHERE username_key = ?", key(username))
                .isPresent();
    }

    Optional<User> find(Tx tx, String id) {
        return one(tx, "u.id = ?", id);
    }

    Optional<User> byUsername(Tx tx, String username) {
        return one(tx, "u.username_key = ?", key(username));
    }

    /** The one to whom an address belongs. */
    Optional<User> byEmail(Tx tx, String email) {
        return one(tx, "u.email_key = ?", EmailAddress.key(email));
    }

    /** Those who have given an address, spelt so, and not confirmed it; the newest first. */
    List<User> waitingFor(Tx tx, String email, int most) {
        return tx.list(
                UserDao::user,
                "SELECT " + COLUMNS + " FROM users u WHERE u.deleted_at IS NULL AND u.unconfirmed_email = ?"
                        + " ORDER BY u.created_at DESC LIMIT ?",
                email,
                most);
    }

    /** @param login a username or a confirmed e-mail address */
    Optional<User> byLogin(Tx tx, String login) {
        return one(tx, loginColumn(login) + " = ?", loginKey(login));
    }

    void setName(Tx tx, String userId, String name, Instant updatedAt) {
        tx.update(
                "UPDATE users SET name = ?, updated_at = ? WHERE id = ? AND deleted_at IS NULL",
                name,
                updatedAt,
                userId);
    }

    /** @throws whoami.Database.UniqueViolation if somebody else has it */
    void setUsername(Tx tx, String userId, String username, Instant updatedAt) {
        tx.update(
                "UPDATE users SET username = ?, username_key = ?, updated_at = ? WHERE id = ? AND deleted_at IS NULL",
                username,
                key(username),
                updatedAt,
                userId);
    }

    void setRole(Tx tx, String userId, User.Role role, Instant updatedAt) {
        tx.update(
                "UPDATE users SET role = ?, updated_at = ? WHERE id = ? AND deleted_at IS NULL",
                role.name(),
                updatedAt,
                userId);
    }

    /** @param disabledAt null to open the account again */
    void setDisabled(Tx tx, String userId, Instant disabledAt, Instant now) {
        tx.update(
                "UPDATE users SET disabled_at = ?, updated_at = ?, credentials_at = ? WHERE id = ?",
                disabledAt,
                now,
                now,
                userId);
    }

    /**
     * By name.
     *
     * @param after the username that the last page ended with, or an empty text
     * @param beginning what the username begins with, or an empty text
     * @param withDisabled whether to list those too who may not come in
     */
    List<User> page(Tx tx, String after, String beginning, boolean withDisabled, int most) {
        return tx.list(
                UserDao::user,
                "SELECT " + COLUMNS + " FROM users u WHERE " + (withDisabled ? "u.deleted_at IS NULL" : MAY_COME_IN)
                        + " AND u.username_key > ? AND u.username_key >= ? AND u.username_key < ?"
                        + " ORDER BY u.username_key LIMIT ?",
                key(after),
                key(beginning),
                // behind every name that begins so: usernames are ASCII
                key(beginning) + "\u007f",
                most);
    }

    void setUnconfirmedEmail(Tx tx, String userId, String email) {
        tx.update("UPDATE users SET unconfirmed_email = ? WHERE id = ? AND deleted_at IS NULL", email, userId);
    }

    /** @throws whoami.Database.UniqueViolation if the address belongs to somebody else by now */
    void confirmEmail(Tx tx, String userId, String email, Instant now) {
        tx.update(
                "UPDATE users SET email = ?, email_key = ?, unconfirmed_email = NULL, updated_at = ?, credentials_at = ?"
                        + " WHERE id = ? AND deleted_at IS NULL",
                email,
                EmailAddress.key(email),
                now,
                now,
                userId);
    }

    static User user(ResultSet row) throws SQLException {
        return new User(
                row.getString("id"),
                row.getString("username"),
                row.getString("name"),
                row.getString("email"),
                row.getString("unconfirmed_email"),
                User.Role.valueOf(row.getString("role")),
                row.getObject("disabled_at") != null,
                Tx.instant(row, "created_at"),
                Tx.instant(row, "updated_at"),
                Tx.instant(row, "credentials_at"));
    }

    /** Telephones put a blank behind a word that they have completed. */
    static String key(String username) {
        return username.strip().toLowerCase(Locale.ROOT);
    }

    /** A username has no @, an e-mail address does. */
    static String loginKey(String login) {
        String email = EmailAddress.key(login);
        return email.isEmpty() ? key(login) : email;
    }

    static String loginColumn(String login) {
        return login.contains("@") ? "u.email_key" : "u.username_key";
    }

    private static Optional<User> one(Tx tx, String condition, String value) {
        return tx.one(
                UserDao::user,
                "SELECT " + COLUMNS + " FROM users u WHERE u.deleted_at IS NULL AND " + condition,
                value);
    }
}
