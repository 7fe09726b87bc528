package whoami;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.function.ThrowingSupplier;

/**
 * A database of a test's own, with all tables and no rows, on the engine that this run is about: SQLite, or PostgreSQL with
 * {@code -Dengine=postgres}.
 */
public record FreshDatabase(String url) implements AutoCloseable {
    public static final boolean ON_POSTGRES = "postgres".equals(System.getProperty("engine"));

    /** @param folder where a file may be made */
    public static FreshDatabase in(Path folder) {
        return new FreshDatabase(ON_POSTGRES ? Server.copy("whoami") : "jdbc:sqlite:" + folder.resolve("whoami.db"));
    }

    /** On PostgreSQL, whatever this run is about, and without any table. */
    public static FreshDatabase emptyOnPostgres() {
        return new FreshDatabase(Server.copy("language"));
    }

    public Database open() {
        return Database.open(Engine.parse(url));
    }

    static void assertRefused(ThrowingSupplier<Database> opening) {
        String message = assertThrows(StartupFailure.class, opening::get).getMessage();
        assertTrue(message.startsWith("cannot use the database") && !message.contains("\n"), message);
    }

    static int users(Database database) {
        return database.read(tx -> tx.list(row -> row.getInt(1), "SELECT COUNT(*) FROM users"))
                .get(0);
    }

    @Override
    public void close() {
        if (url.startsWith("jdbc:postgresql:")) {
            Server.execute("DROP DATABASE " + url.substring(url.lastIndexOf('/') + 1) + " WITH (FORCE)");
        }
    }

    /** One for all tests of a process, started when it is needed first; it stops with the process. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                // what these tests write need not survive anything
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
                prepare(postgres);
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Copies of a database are made much faster than its tables are. Its texts are in the order of a language, as most are. */
        private static void prepare(EmbeddedPostgres postgres) {
            execute(postgres, "CREATE DATABASE language TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'");
            execute(postgres, "CREATE DATABASE whoami TEMPLATE language");
            Database.open(Engine.parse(url(postgres, "whoami"))).close();
        }

        static String copy(String template) {
            String name = "test_" + UUID.randomUUID().toString().replace("-", "");
            execute("CREATE DATABASE " + name + " TEMPLATE " + template);
            return url(POSTGRES, name);
        }

        static void execute(String sql) {
            execute(POSTGRES, sql);
        }

        private static void execute(EmbeddedPostgres postgres, String sql) {
            try (Connection connection = postgres.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String url(EmbeddedPostgres postgres, String name) {
            return "jdbc:postgresql://postgres@localhost:" + postgres.getPort() + "/" + name;
        }
    }
}
