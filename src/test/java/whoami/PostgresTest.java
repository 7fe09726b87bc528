package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is special about a database that is a server, and others on it. */
@Tag("postgres")
class PostgresTest {
    private static final String INSERT =
            "INSERT INTO users (id, username, username_key, password_hash, created_at, updated_at)"
                    + " VALUES (?, ?, ?, 'hash', 0, 0)";

    private FreshDatabase fresh;

    @BeforeEach
    void make() {
        fresh = FreshDatabase.emptyOnPostgres();
    }

    @AfterEach
    void drop() {
        fresh.close();
    }

    @Test
    void nodes_that_start_at_once_on_an_empty_database_all_come_up() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<Database> start = fresh::open;
            for (var node : threads.invokeAll(Collections.nCopies(3, start))) {
                try (Database database = node.get()) {
                    database.ping();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void transactions_that_wait_for_each_other_are_run_again_and_both_done_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Database database = withUsers("1", "2")) {
            var runs = new AtomicInteger();
            var done = Collections.synchronizedList(new ArrayList<String>());
            var bothHoldOne = new CyclicBarrier(2);
            Callable<Void> oneWay = () -> {
                database.execute(crossing("1", "2", runs, bothHoldOne, () -> done.add("one way")));
                return null;
            };
            Callable<Void> theOther = () -> {
                database.execute(crossing("2", "1", runs, bothHoldOne, () -> done.add("the other")));
                return null;
            };
            for (var finished : threads.invokeAll(List.of(oneWay, theOther))) {
                finished.get();
            }
            assertEquals(3, runs.get());
            assertEquals(List.of("one way", "the other"), done.stream().sorted().toList());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Holds one row, and then wants another: in the first run only when somebody else holds that. */
    private static Consumer<Tx> crossing(
            String first, String second, AtomicInteger runs, CyclicBarrier bothHoldOne, Runnable afterwards) {
        return tx -> {
            tx.afterCommit(afterwards);
            tx.hold("users", first);
            if (runs.incrementAndGet() <= 2) {
                await(bothHoldOne);
            }
            tx.hold("users", second);
        };
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void connections_that_were_cut_off_are_an_outage_and_replaced() {
        try (Database database = withUsers("1")) {
            unavailable(() -> database.execute(tx -> {
                cutOffAll();
                tx.update(INSERT, "2", "2", "2");
            }));
            cutOffAll();
            assertEquals(1, untilItAnswers(() -> count(database)));
        }
    }

    @Test
    void a_server_that_only_reads_is_an_outage_to_who_writes() {
        try (Database database = withUsers("1")) {
            unavailable(() -> database.execute(tx -> {
                // as one is that has just become the second
                tx.update("SET TRANSACTION READ ONLY");
                tx.update(INSERT, "2", "2", "2");
            }));
        }
        Engine reading = Engine.parse(fresh.url() + "?options=-c%20default_transaction_read_only=on");
        assertThrows(StartupFailure.class, () -> Database.open(reading));
    }

    @Test
    void a_row_that_somebody_holds_for_too_long_is_an_outage_and_not_waited_for_without_end() throws SQLException {
        try (Database database = withUsers("1");
                Connection other =
                        Engine.parse(fresh.url()).source(Duration.ofSeconds(5)).getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("SELECT 1 FROM users FOR UPDATE");
            unavailable(() -> database.execute(tx -> tx.hold("users", "1")));
            assertEquals(1, count(database), "reading goes on");
        }
    }

    @Test
    void a_server_that_is_not_there_is_told_in_one_line_without_the_password() {
        Engine nowhere = Engine.parse("jdbc:postgresql://ann:geheim@127.0.0.1:1/whoami");
        String message =
                assertThrows(StartupFailure.class, () -> Database.open(nowhere)).getMessage();
        assertTrue(message.startsWith("cannot use the database jdbc:postgresql://127.0.0.1:1/whoami: "), message);
        assertTrue(!message.contains("geheim") && !message.contains("\n"), message);
    }

    private static void unavailable(Runnable work) {
        Problem problem = assertThrows(Problem.class, work::run);
        assertEquals(Problem.Kind.UNAVAILABLE, problem.kind());
        assertTrue(problem.retryAfter().toSeconds() > 0);
    }

    private void cutOffAll() {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return Engine.parse(fresh.url()).source(Duration.ofSeconds(5)).getConnection();
    }

    /** Each connection of the pool may tell of the outage once. */
    private static <T> T untilItAnswers(Supplier<T> work) {
        for (int connection = 0; connection < 16; connection++) {
            try {
                return work.get();
            } catch (Problem problem) {
                assertEquals(Problem.Kind.UNAVAILABLE, problem.kind());
            }
        }
        return work.get();
    }

    private Database withUsers(String... ids) {
        Database database = fresh.open();
        for (String id : ids) {
            database.execute(tx -> tx.update(INSERT, id, id, id));
        }
        return database;
    }

    private static int count(Database database) {
        return database.read(tx -> tx.list(row -> row.getInt(1), "SELECT COUNT(*) FROM users"))
                .get(0);
    }
}
