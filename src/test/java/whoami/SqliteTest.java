package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about a database that is a file. */
@Tag("sqlite")
class SqliteTest {
    private static final String INSERT =
            "INSERT INTO users (id, username, username_key, password_hash, created_at, updated_at)"
                    + " VALUES ('1', 'ann', 'ann', 'hash', 0, 0)";

    private static final String ONE = "SELECT 1 FROM users";

    @TempDir
    Path folder;

    @Test
    void its_file_is_for_the_owner_only() throws IOException {
        try (Database database = open()) {
            database.ping();
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        }
    }

    @Test
    void it_writes_to_the_disk_before_it_answers_and_checks_foreign_keys_on_every_connection() {
        try (Database database = open()) {
            for (var pragma : List.of("synchronous:2", "foreign_keys:1", "journal_mode:wal")) {
                String[] part = pragma.split(":");
                String sql = "PRAGMA " + part[0];
                assertEquals(List.of(part[1]), database.read(tx -> tx.list(row -> row.getString(1), sql)), pragma);
                assertEquals(List.of(part[1]), database.write(tx -> tx.list(row -> row.getString(1), sql)), pragma);
            }
        }
    }

    @Test
    void while_another_process_holds_the_file_writing_is_unavailable_and_then_works_again() throws SQLException {
        try (Database database = open()) {
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file())) {
                other.createStatement().execute("BEGIN IMMEDIATE");
                Problem problem = assertThrows(Problem.class, () -> database.execute(tx -> tx.update(INSERT)));
                assertEquals(Problem.Kind.UNAVAILABLE, problem.kind());
                assertTrue(problem.retryAfter().toSeconds() > 0);
                assertEquals(0, FreshDatabase.users(database), "reading goes on");
            }
            database.execute(tx -> tx.update(INSERT));
            assertEquals(1, FreshDatabase.users(database));
        }
    }

    @Test
    void a_statement_within_the_reading_of_the_same_one_has_rows_of_its_own() {
        try (Database database = open()) {
            database.execute(tx -> tx.update(INSERT));
            List<List<Integer>> found =
                    database.read(tx -> tx.list(row -> tx.list(inner -> inner.getInt(1), ONE), ONE));
            assertEquals(List.of(List.of(1)), found);
        }
    }

    @Test
    void a_statement_that_has_failed_works_again() {
        try (Database database = open()) {
            database.execute(tx -> tx.update(INSERT));
            assertThrows(Database.UniqueViolation.class, () -> database.execute(tx -> tx.update(INSERT)));
            database.execute(tx -> tx.update("DELETE FROM users"));
            database.execute(tx -> tx.update(INSERT));
            assertEquals(1, FreshDatabase.users(database));
        }
    }

    @Test
    void a_statement_works_again_when_what_it_needs_is_back() {
        try (Database database = open()) {
            assertEquals(0, FreshDatabase.users(database));
            database.execute(tx -> tx.update("ALTER TABLE users RENAME TO gone"));
            assertThrows(IllegalStateException.class, () -> FreshDatabase.users(database));
            database.execute(tx -> tx.update("ALTER TABLE gone RENAME TO users"));
            assertEquals(0, FreshDatabase.users(database));
        }
    }

    @Test
    void a_value_that_is_left_out_is_not_the_one_of_whoever_was_here_before() {
        String sql = "SELECT id FROM users WHERE username = ?";
        try (Database database = open()) {
            database.execute(tx -> tx.update(INSERT));
            assertEquals(List.of("1"), database.read(tx -> tx.list(row -> row.getString(1), sql, "ann")));
            assertEquals(List.of(), database.read(tx -> tx.list(row -> row.getString(1), sql)));
        }
    }

    @Test
    void a_statement_that_is_closed_twice_is_kept_all_the_same() throws SQLException {
        try (Connection connection = connect()) {
            PreparedStatement statement = connection.prepareStatement("SELECT 1");
            statement.close();
            statement.close();
            try (PreparedStatement again = connection.prepareStatement("SELECT 1");
                    ResultSet rows = again.executeQuery()) {
                assertSame(statement, again);
                assertTrue(rows.next());
            }
        }
    }

    @Test
    void rows_that_nobody_has_fetched_do_not_hold_on_to_an_old_state() throws SQLException {
        try (Database database = open();
                Connection connection = connect()) {
            try (PreparedStatement users = connection.prepareStatement(ONE + " UNION ALL SELECT 2")) {
                users.execute();
            }
            database.execute(tx -> tx.update(INSERT));
            try (PreparedStatement users = connection.prepareStatement(ONE);
                    ResultSet rows = users.executeQuery()) {
                assertTrue(rows.next(), "who has come meanwhile");
            }
        }
    }

    @Test
    void closing_it_under_a_transaction_lets_nobody_else_in() throws Exception {
        Database database = open();
        var begun = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            threads.submit(() -> database.execute(tx -> {
                tx.update(INSERT);
                begun.countDown();
                await(closed);
            }));
            begun.await();
            database.close();
            String refusal = AnotherProcess.execute(file(), "UPDATE users SET name = 'x'");
            assertTrue(refusal.contains("locked"), refusal);
        } finally {
            closed.countDown();
            threads.shutdown();
            assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void of_very_many_statements_only_some_are_kept() {
        try (Database database = open()) {
            for (int i = 0; i < 1_000; i++) {
                String sql = "SELECT " + i;
                assertEquals(List.of(i), database.read(tx -> tx.list(row -> row.getInt(1), sql)));
            }
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused_in_one_line() throws IOException {
        Files.writeString(file(), "This is not a database. ".repeat(100));
        FreshDatabase.assertRefused(this::open);
    }

    @Test
    void a_folder_that_cannot_be_written_is_refused_in_one_line() {
        String message = assertThrows(StartupFailure.class, () -> open(Path.of("/proc/whoami.db")))
                .getMessage();
        assertTrue(message.contains("/proc/whoami.db") && !message.contains("\n"), message);
    }

    private Connection connect() throws SQLException {
        return new Sqlite("jdbc:sqlite:" + file()).source(Pools.PATIENCE).getConnection();
    }

    private Database open() {
        return open(file());
    }

    private static Database open(Path file) {
        return Database.open(Engine.parse("jdbc:sqlite:" + file));
    }

    private Path file() {
        return folder.resolve("whoami.db");
    }
}
