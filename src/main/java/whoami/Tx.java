package whoami;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a DAO works with: a connection, inside or outside a transaction. Times are kept as milliseconds. */
public record Tx(Connection connection, Engine engine, List<Runnable> afterwards) {
    /** Puts off what must not happen if the transaction comes to nothing. */
    public void afterCommit(Runnable work) {
        afterwards.add(work);
    }

    public <T> Optional<T> one(Row<T> row, String sql, Object... values) {
        List<T> found = list(row, sql, values);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    public <T> List<T> list(Row<T> row, String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = bound(statement, values).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (result.next()) {
                found.add(row.read(result));
            }
            return found;
        } catch (SQLException e) {
            throw Database.failure(engine, e);
        }
    }

    /**
     * @return how many rows it changed
     * @throws Database.UniqueViolation if a row with the same key is already there
     */
    public int update(String sql, Object... values) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return bound(statement, values).executeUpdate();
        } catch (SQLException e) {
            throw Database.failure(engine, e);
        }
    }

    /**
     * Has this row to itself until the end of the transaction: who asks for it next waits, and sees what we have made of it.
     * So what is read behind this line still holds when something is written because of it.
     */
    public void hold(String table, String id) {
        if (!engine.forUpdate().isEmpty()) {
            list(row -> true, "SELECT 1 FROM " + table + " WHERE id = ?" + engine.forUpdate(), id);
        }
    }

    /**
     * Deletes rows whose time has come, and no more of them than are said.
     *
     * @param column of the time
     * @return how many it deleted
     */
    public int deleteUpTo(String table, String key, String column, Instant time, int most) {
        return update(
                "DELETE FROM %1$s WHERE %2$s IN (SELECT %2$s FROM %1$s WHERE %3$s <= ? LIMIT ?)"
                        .formatted(table, key, column),
                time,
                most);
    }

    /** A time that may be missing, or null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return millis == 0 && row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static PreparedStatement bound(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, plain(values[i]));
        }
        return statement;
    }

    /** PostgreSQL takes no NUL in a text, and nobody types one. */
    private static Object plain(Object value) {
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            throw Problem.malformed("A text must not have a NUL character in it.");
        }
        return value instanceof Instant time ? (Object) time.toEpochMilli() : value;
    }

    /** Makes an object of a row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}
