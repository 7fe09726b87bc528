package whoami.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import whoami.Tx;

/** The table {@code events}. */
final class EventDao {
    /** @param userId null where somebody tried a name that nobody has */
    void insert(Tx tx, String id, String userId, Event event, String requestId) {
        tx.update(
                "INSERT INTO events (id, user_id, at, what, address, user_agent, request_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
                id,
                userId,
                event.at(),
                event.kind().name(),
                event.address(),
                event.userAgent(),
                requestId);
    }

    /** @param failed those that somebody failed with, who may be a stranger, or all others */
    List<Event> newest(Tx tx, String userId, boolean failed, int most) {
        return tx.list(
                EventDao::event,
                "SELECT what, at, address, user_agent FROM events WHERE user_id = ? AND (what IN (?, ?)) = ?"
                        + " ORDER BY at DESC, id DESC LIMIT ?",
                userId,
                Event.Kind.LOG_IN_FAILED.name(),
                Event.Kind.LOG_IN_REFUSED.name(),
                failed,
                most);
    }

    /** Everything, the first one first. */
    List<Event> all(Tx tx, String userId) {
        return tx.list(
                EventDao::event,
                "SELECT what, at, address, user_agent FROM events WHERE user_id = ? ORDER BY at, id",
                userId);
    }

    /** From where somebody has logged in, by a browser or a program. */
    List<String> addresses(Tx tx, String userId) {
        return tx.list(
                row -> row.getString("address"),
                "SELECT DISTINCT address FROM events WHERE user_id = ? AND what IN (?, ?)",
                userId,
                Event.Kind.LOG_IN.name(),
                Event.Kind.PROGRAM_LOG_IN.name());
    }

    long failuresSinceLogIn(Tx tx, String userId) {
        return tx.one(
                        row -> row.getLong(1),
                        "SELECT COUNT(*) FROM events WHERE user_id = ? AND what = ? AND at > COALESCE("
                                + "(SELECT MAX(at) FROM events WHERE user_id = ? AND what IN (?, ?)), 0)",
                        userId,
                        Event.Kind.LOG_IN_FAILED.name(),
                        userId,
                        Event.Kind.LOG_IN.name(),
                        Event.Kind.PROGRAM_LOG_IN.name())
                .orElseThrow();
    }

    void deleteOf(Tx tx, String userId) {
        tx.update("DELETE FROM events WHERE user_id = ?", userId);
    }

    int deleteBefore(Tx tx, Instant at, int most) {
        return tx.deleteUpTo("events", "id", "at", at, most);
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                Event.Kind.valueOf(row.getString("what")),
                Tx.instant(row, "at"),
                row.getString("address"),
                row.getString("user_agent"));
    }
}
