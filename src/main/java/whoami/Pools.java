package whoami;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The connections. SQLite has one writer at a time, so there is one connection for writing, for which writers queue up fairly, and
 * several for reading, which WAL lets go on beside it. PostgreSQL has as many writers as connections, so all are for both.
 */
record Pools(HikariDataSource readers, HikariDataSource writer) implements AutoCloseable {
    /** How long somebody waits for a connection, and a connection for what it needs. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int READERS = 8;

    /** More than the few cores of a server are busy with; and several of us fit into the 100 that it lets in. */
    private static final int WRITERS = 16;

    /** @throws com.zaxxer.hikari.pool.HikariPool.PoolInitializationException if the database does not answer */
    static Pools open(Engine engine) {
        if (engine.hasOneWriter()) {
            HikariDataSource writer = pool("writer", engine, 1);
            return new Pools(pool("reader", engine, READERS), writer);
        }
        HikariDataSource both = pool("writer", engine, WRITERS);
        return new Pools(both, both);
    }

    private static HikariDataSource pool(String name, Engine engine, int size) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(engine.source(PATIENCE));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setMaxLifetime(engine.connectionLife().toMillis());
        config.setConnectionTimeout(PATIENCE.toMillis());
        return new HikariDataSource(config);
    }

    Connection toRead() {
        return connect(readers);
    }

    Connection toWrite() {
        return connect(writer);
    }

    private static Connection connect(HikariDataSource pool) {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            // the pool knows that it has waited in vain, and only its cause why
            throw Outage.problem(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Closes a connection for writing, instead of using it again. */
    void discard(Connection connection) {
        writer.evictConnection(connection);
    }

    void observe(MetricsTrackerFactory observer) {
        Stream.of(readers, writer).distinct().forEach(pool -> pool.setMetricsTrackerFactory(observer));
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
