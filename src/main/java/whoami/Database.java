package whoami;

import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;

/** Work on the database: by itself, in a transaction, again where another was in the way; and what becomes of its failures. */
public final class Database implements AutoCloseable {
    /** Small enough that nobody who wants to write waits for the cleaning. */
    private static final int BATCH = 500;

    /** Two who wait for each other again and again are a mistake of ours, and not bad luck. */
    private static final int TRIES = 5;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

    private final Engine engine;
    private final Pools pools;
    private final Optional<WalIndex> walIndex;

    private Database(Engine engine, Pools pools, Optional<WalIndex> walIndex) {
        this.engine = engine;
        this.pools = pools;
        this.walIndex = walIndex;
    }

    /**
     * Opens the database, makes it where it is missing, and brings its tables up to date.
     *
     * @throws StartupFailure if that cannot be done
     */
    public static Database open(Engine engine) {
        try {
            engine.create();
            Pools pools = Pools.open(engine);
            Migrations.apply(engine, pools.writer());
            var database = new Database(engine, pools, engine.walIndex());
            // a file that can be read and not written shows itself now, not at the first sign-up
            database.execute(Database::tryToWrite);
            return database;
        } catch (FlywayException | Problem | IOException | SQLException | HikariPool.PoolInitializationException e) {
            throw StartupFailure.because("cannot use the database " + engine, e);
        }
    }

    /** Runs the work on a connection of its own, each statement by itself. */
    public <T> T read(Function<Tx, T> work) {
        try (Connection connection = pools.toRead()) {
            return work.apply(new Tx(connection, engine, List.of()));
        } catch (SQLException e) {
            throw failure(engine, e);
        }
    }

    /**
     * Something that is looked up by its key for nearly every request.
     *
     * @param query finds a row by its key, and depends on nothing else: not on the time, either
     */
    public <T> Lookup<T> lookup(BiFunction<Tx, String, Optional<T>> query) {
        return new Lookup<>(this, walIndex, query);
    }

    /**
     * Runs the work in a transaction: all of it is on the disk when this returns, or none of it is in the database. Where
     * another transaction was in the way, it is run once more, so nothing but {@link Tx#afterCommit} may reach beyond the
     * transaction.
     */
    public <T> T write(Function<Tx, T> work) {
        List<Runnable> afterwards = new ArrayList<>();
        T result = commitWithPatience(work, afterwards);
        afterwards.forEach(Runnable::run);
        return result;
    }

    private <T> T commitWithPatience(Function<Tx, T> work, List<Runnable> afterwards) {
        for (int attempt = 1; ; attempt++) {
            try {
                return commit(work, afterwards);
            } catch (Clash e) {
                afterwards.clear();
                if (attempt == TRIES) {
                    throw Outage.problem(e.getCause());
                }
                pause(attempt);
            }
        }
    }

    private <T> T commit(Function<Tx, T> work, List<Runnable> afterwards) {
        try (Connection connection = pools.toWrite()) {
            try {
                connection.setAutoCommit(false);
                T result = work.apply(new Tx(connection, engine, afterwards));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure(engine, e);
        }
    }

    /** By chance, as two who have been in each other's way would be so again after the same time. */
    private static void pause(int attempt) {
        long most = FIRST_PAUSE.toMillis() << attempt;
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    /**
     * Where writers queue up, whoever asks whether all is well must not stand in the queue, and has to do with reading.
     *
     * @throws Problem unavailable if the database does not answer, or does not let us write
     */
    public void ping() {
        if (engine.hasOneWriter()) {
            read(tx -> tx.list(row -> row.getInt(1), "SELECT 1 FROM users LIMIT 1"));
        } else {
            execute(Database::tryToWrite);
        }
    }

    private static void tryToWrite(Tx tx) {
        tx.update("UPDATE users SET id = id WHERE id = ''");
    }

    /** Has the pools tell somebody how busy they are. */
    public void observe(MetricsTrackerFactory observer) {
        pools.observe(observer);
    }

    @Override
    public void close() {
        pools.close();
        walIndex.ifPresent(WalIndex::close);
    }

    /** A row with the same unique key is already there. */
    public static final class UniqueViolation extends RuntimeException {
        private UniqueViolation(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    /** Another transaction was in the way. */
    private static final class Clash extends RuntimeException {
        private Clash(SQLException cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }

    static RuntimeException failure(Engine engine, SQLException e) {
        return switch (engine.failure(e)) {
            case UNIQUE_VIOLATION -> new UniqueViolation(e);
            case CLASH -> new Clash(e);
            case OUTAGE -> Outage.problem(e);
            case OTHER -> new IllegalStateException(e);
        };
    }

    /**
     * Where BEGIN has failed, as another process held the lock, or SQLite has rolled back by itself, as the disk is full, ROLLBACK
     * fails too, and the driver's idea of the connection is wrong from then on: discard it. After any other outage as well: what
     * PostgreSQL told a session when it began, such as to read only, holds until that session ends.
     */
    private void rollBack(Connection connection, Exception reason) {
        boolean usable = !(reason instanceof Problem problem && problem.kind() == Problem.Kind.UNAVAILABLE);
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
            usable = false;
        }
        if (!usable) {
            pools.discard(connection);
        }
    }
}
