package whoami;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/** An empty PostgreSQL that a database is copied into, in one transaction: it has all of it in the end, or is as empty as before. */
record PostgresTarget(Connection connection, CopyManager copy) implements AutoCloseable {
    /** Large enough that the way there and back does not count, small enough to be held in memory. */
    private static final int BATCH_BYTES = 1 << 20;

    /** To put a large table in order takes longer than any statement of a server. */
    private static final Duration SILENCE = Duration.ofHours(1);

    static PostgresTarget open(Postgres engine) {
        try {
            Connection connection = engine.source(Pools.PATIENCE).getConnection();
            connection.setAutoCommit(false);
            connection.setNetworkTimeout(Runnable::run, (int) SILENCE.toMillis());
            return new PostgresTarget(
                    connection, connection.unwrap(PGConnection.class).getCopyAPI());
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Nobody else writes into them either, until the end of the transaction. */
    void requireEmpty(List<Table> tables) {
        try (Statement statement = connection.createStatement()) {
            for (Table table : tables) {
                statement.execute("LOCK TABLE " + table.name() + " IN SHARE ROW EXCLUSIVE MODE");
                try (ResultSet row = statement.executeQuery("SELECT 1 FROM " + table.name() + " LIMIT 1")) {
                    if (row.next()) {
                        throw new CommandFailure(
                                "the database to copy into is not empty: there is something in " + table.name());
                    }
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    Batches batches(Table table) {
        return new Batches(table);
    }

    /** Reads all rows in the order of their keys. */
    void read(Table table, Consumer<byte[]> line) {
        try {
            CopyOut rows = copy.copyOut(table.copyOut());
            for (byte[] row = rows.readFromCopy(); row != null; row = rows.readFromCopy()) {
                line.accept(row);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Without {@link #commit}, PostgreSQL takes back whatever has come. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static CommandFailure failure(Exception e) {
        return CommandFailure.because("cannot copy into the database", e);
    }

    /** Collects rows, and sends many of them at once. */
    final class Batches {
        private final Table table;
        private final ByteArrayOutputStream batch = new ByteArrayOutputStream();

        private Batches(Table table) {
            this.table = table;
        }

        void add(byte[] line) {
            batch.writeBytes(line);
            if (batch.size() >= BATCH_BYTES) {
                send();
            }
        }

        void send() {
            try {
                copy.copyIn(table.copyIn(), new ByteArrayInputStream(batch.toByteArray()));
                batch.reset();
            } catch (SQLException | IOException e) {
                throw failure(e);
            }
        }
    }
}
