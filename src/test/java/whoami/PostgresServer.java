package whoami;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database server of a test's own, which can be away for a while. */
public final class PostgresServer implements AutoCloseable {
    private final Path data;
    private final int port;
    private EmbeddedPostgres running;

    /** @param data where its files are to be */
    public PostgresServer(Path data) throws IOException {
        this.data = data;
        try (var free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        start();
    }

    /** With the same files on the same port each time. */
    public void start() throws IOException {
        running = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "off")
                // what was committed survives the end of its processes, though not of the machine
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    void stop() throws IOException {
        running.close();
    }

    public String make(String name) {
        execute("CREATE DATABASE " + name);
        return "jdbc:postgresql://postgres@localhost:" + port + "/" + name;
    }

    public int port() {
        return port;
    }

    /** As {@code kill -9} does: what a client was told is in its files, and nothing else need be. */
    public void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        ProcessHandle.of(pid).ifPresent(dying -> dying.onExit().join());
        running.close();
    }

    void cutConnectionsTo(String name) {
        execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    }

    void execute(String sql) {
        try (Connection connection = running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
