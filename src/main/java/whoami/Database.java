package whoami;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteException;

/**
 * The connections, and the few words of JDBC that the DAOs are written in.
 *
 * <p>SQLite has one writer at a time. So there is one connection for writing, for which writers queue up fairly, and several
 * for reading, which WAL lets go on beside it.
 */
public final class Database implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final int READERS = 8;

    /** Small enough that nobody who wants to write waits for the cleaning. */
    private static final int BATCH = 500;

    static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /**
     * SQLite's primary result codes for trouble with the file, and not with what we asked for: busy, locked, read-only, I/O error,
     * corrupt, full, can't open, not a database.
     */
    private static final Set<Integer> OUTAGES = Set.of(5, 6, 8, 10, 11, 13, 14, 26);

    private static final Set<Integer> UNIQUE_VIOLATIONS = Set.of(1555, 2067);

    private final HikariDataSource readers;
    private final HikariDataSource writer;

    private Database(HikariDataSource readers, HikariDataSource writer) {
        this.readers = readers;
        this.writer = writer;
    }

    /**
     * Opens the database, makes it where it is missing, and brings its tables up to date.
     *
     * @throws StartupFailure if that cannot be done
     */
    public static Database open(String url) {
        try {
            Sqlite.createForOwnerOnly(url);
            HikariDataSource writer = pool("writer", url, 1);
            migrate(writer);
            var database = new Database(pool("reader", url, READERS), writer);
            // a file that can be read and not written shows itself now, not at the first sign-up
            database.execute(tx -> tx.update("UPDATE users SET id = id WHERE id = ''"));
            return database;
        } catch (FlywayException | Problem | IOException | HikariPool.PoolInitializationException e) {
            throw StartupFailure.because("cannot use the database " + url, e);
        }
    }

    /** Runs the work on a connection of its own, each statement by itself. */
    public <T> T read(Function<Tx, T> work) {
        try (Connection connection = connect(readers)) {
            return work.apply(new Tx(connection, List.of()));
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Runs the work in a transaction: all of it is on the disk when this returns, or none of it is in the database. */
    public <T> T write(Function<Tx, T> work) {
        List<Runnable> afterwards = new ArrayList<>();
        T result = commit(work, afterwards);
        afterwards.forEach(Runnable::run);
        return result;
    }

    private <T> T commit(Function<Tx, T> work, List<Runnable> afterwards) {
        try (Connection connection = connect(writer)) {
            try {
                connection.setAutoCommit(false);
                T result = work.apply(new Tx(connection, afterwards));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** As {@link #write}, for work without a result. */
    public void execute(Consumer<Tx> work) {
        write(tx -> {
            work.accept(tx);
            return null;
        });
    }

    /**
     * Clears away rows in small batches, each in a transaction of its own, until there are none left.
     *
     * @param batch deletes at the most as many rows as it is told, and returns how many it did
     */
    public void deleteInBatches(BiFunction<Tx, Integer, Integer> batch) {
        int deleted;
        do {
            deleted = write(tx -> batch.apply(tx, BATCH));
        } while (deleted == BATCH);
    }

    /** @throws Problem unavailable if the database does not answer */
    public void ping() {
        read(tx -> tx.list(row -> row.getInt(1), "SELECT 1 FROM users LIMIT 1"));
    }

    /** Has the pools tell somebody how busy they are. */
    public void observe(MetricsTrackerFactory observer) {
        Stream.of(readers, writer).distinct().forEach(pool -> pool.setMetricsTrackerFactory(observer));
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }

    /** A row with the same unique key is already there. */
    public static final class UniqueViolation extends RuntimeException {
        private UniqueViolation(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    static RuntimeException failure(SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : 0;
        if (UNIQUE_VIOLATIONS.contains(code)) {
            return new UniqueViolation(e);
        }
        return OUTAGES.contains(code & 0xff) ? unavailable(e) : new IllegalStateException(e);
    }

    private static Problem unavailable(SQLException e) {
        log.error("The database does not answer: {}", e.getMessage());
        return Problem.unavailable(
                "The database does not answer just now. Please try again in a moment.", RETRY_AFTER, e);
    }

    private static Connection connect(HikariDataSource pool) {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /**
     * Where BEGIN has failed, as another process held the lock, or SQLite has rolled back by itself, as the disk is full, ROLLBACK
     * fails too, and the driver's idea of the connection is wrong from then on: discard it.
     */
    private void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
            writer.evictConnection(connection);
        }
    }

    private static HikariDataSource pool(String name, String url, int size) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(Sqlite.source(url, PATIENCE));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        return new HikariDataSource(config);
    }

    private static void migrate(HikariDataSource writer) {
        migrations(writer)
                // a file that a newer whoami has already changed is refused, not guessed at
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
    }

    static FluentConfiguration migrations(DataSource source) {
        return Flyway.configure().dataSource(source).locations("classpath:db/migration");
    }
}
