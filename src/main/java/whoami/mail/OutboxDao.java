package whoami.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import whoami.Tx;
import whoami.mail.Outbox.Backlog;

/** The table {@code outbox}. */
final class OutboxDao {
    private static final String COLUMNS = "id, kind, user_id, recipient, created_at, tries";

    void insert(Tx tx, Letter letter) {
        tx.update(
                "INSERT INTO outbox (id, kind, user_id, recipient, recipient_key, created_at, tries, next_try_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                letter.id(),
                letter.kind().name(),
                letter.userId(),
                letter.recipient(),
                key(letter.recipient()),
                letter.createdAt(),
                letter.tries(),
                letter.createdAt());
    }

    /** The letter that has been due for longest. */
    Optional<Letter> due(Tx tx, Instant now) {
        return tx.one(
                OutboxDao::letter,
                "SELECT " + COLUMNS + " FROM outbox WHERE next_try_at <= ? ORDER BY next_try_at, id LIMIT 1",
                now);
    }

    Backlog backlog(Tx tx, Instant now) {
        return tx.one(
                        row -> {
                            Instant oldest = Tx.instant(row, "oldest");
                            return new Backlog(
                                    row.getInt("letters"),
                                    oldest == null ? Duration.ZERO : Duration.between(oldest, now));
                        },
                        "SELECT COUNT(*) AS letters, MIN(created_at) AS oldest FROM outbox WHERE next_try_at IS NOT NULL")
                .orElseThrow();
    }

    /**
     * @param letter with this try counted
     * @return whether nobody else has taken it in the meantime
     */
    boolean claim(Tx tx, Letter letter, Instant nextTryAt) {
        return tx.update(
                        "UPDATE outbox SET tries = ?, next_try_at = ? WHERE id = ? AND tries = ?",
                        letter.tries(),
                        nextTryAt,
                        letter.id(),
                        letter.tries() - 1)
                > 0;
    }

    void sent(Tx tx, String id, Instant now) {
        tx.update("UPDATE outbox SET sent_at = ?, next_try_at = NULL, failure = NULL WHERE id = ?", now, id);
    }

    void failed(Tx tx, String id, String failure) {
        tx.update("UPDATE outbox SET failure = ? WHERE id = ?", failure, id);
    }

    void givenUp(Tx tx, String id, String failure) {
        tx.update("UPDATE outbox SET failure = ?, next_try_at = NULL WHERE id = ?", failure, id);
    }

    void delete(Tx tx, String id) {
        tx.update("DELETE FROM outbox WHERE id = ?", id);
    }

    void deleteOf(Tx tx, String userId) {
        tx.update("DELETE FROM outbox WHERE user_id = ?", userId);
    }

    List<Letter> of(Tx tx, String userId) {
        return tx.list(
                OutboxDao::letter, "SELECT " + COLUMNS + " FROM outbox WHERE user_id = ? ORDER BY created_at", userId);
    }

    List<Instant> since(Tx tx, Letter.Kind kind, String userId, Instant since) {
        return tx.list(
                OutboxDao::createdAt,
                "SELECT created_at FROM outbox WHERE user_id = ? AND kind = ? AND created_at > ? ORDER BY created_at",
                userId,
                kind.name(),
                since);
    }

    int sentTo(Tx tx, Letter.Kind kind, String recipient, Instant since) {
        return tx.one(
                        row -> row.getInt(1),
                        "SELECT COUNT(*) FROM outbox WHERE recipient_key = ? AND sent_at > ? AND kind = ?",
                        key(recipient),
                        since,
                        kind.name())
                .orElseThrow();
    }

    int deleteBefore(Tx tx, Instant at, int most) {
        return tx.deleteUpTo("outbox", "id", "created_at", at, most);
    }

    private static Letter letter(ResultSet row) throws SQLException {
        return new Letter(
                row.getString("id"),
                Letter.Kind.valueOf(row.getString("kind")),
                row.getString("user_id"),
                row.getString("recipient"),
                createdAt(row),
                row.getInt("tries"));
    }

    private static Instant createdAt(ResultSet row) throws SQLException {
        return Tx.instant(row, "created_at");
    }

    private static String key(String recipient) {
        return EmailAddress.parse(recipient).map(EmailAddress::key).orElseGet(() -> recipient.toLowerCase(Locale.ROOT));
    }
}
