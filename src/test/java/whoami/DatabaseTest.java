package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import whoami.Database.UniqueViolation;

class DatabaseTest {
    private static final String INSERT =
            "INSERT INTO users (id, username, username_key, password_hash, created_at, updated_at)"
                    + " VALUES (?, ?, ?, 'hash', 0, 0)";

    @TempDir
    Path folder;

    private FreshDatabase fresh;

    @BeforeEach
    void make() {
        fresh = FreshDatabase.in(folder);
    }

    @AfterEach
    void drop() {
        fresh.close();
    }

    @Test
    void a_transaction_that_fails_leaves_nothing_behind() {
        try (Database database = open()) {
            assertThrows(
                    UniqueViolation.class,
                    () -> database.execute(tx -> {
                        tx.update(INSERT, "1", "ann", "ann");
                        tx.update(INSERT, "2", "Ann", "ann");
                    }));
            assertEquals(0, FreshDatabase.users(database));
        }
    }

    @Test
    void many_writers_at_once_all_get_their_turn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Database database = open()) {
            List<Callable<Integer>> writers = IntStream.range(0, 200)
                    .mapToObj(i -> (Callable<Integer>)
                            () -> database.write(tx -> tx.update(INSERT, "id" + i, "user" + i, "user" + i)))
                    .toList();
            for (var done : threads.invokeAll(writers)) {
                assertEquals(1, done.get());
            }
            assertEquals(200, FreshDatabase.users(database));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_mistake_in_our_own_sql_is_not_taken_for_an_outage() {
        try (Database database = open()) {
            assertThrows(
                    IllegalStateException.class, () -> database.execute(tx -> tx.update("UPDATE nowhere SET x = 1")));
        }
    }

    @Test
    void a_text_that_postgresql_could_not_keep_is_refused_everywhere() {
        try (Database database = open()) {
            Problem problem =
                    assertThrows(Problem.class, () -> database.execute(tx -> tx.update(INSERT, "1", "a\0b", "a\0b")));
            assertEquals(Problem.Kind.MALFORMED, problem.kind());
        }
    }

    @Test
    void what_is_put_off_until_the_commit_happens_once_and_not_without_one() {
        List<String> done = new ArrayList<>();
        try (Database database = open()) {
            assertThrows(
                    IllegalStateException.class,
                    () -> database.execute(tx -> {
                        tx.afterCommit(() -> done.add("never"));
                        throw new IllegalStateException();
                    }));
            database.execute(tx -> tx.afterCommit(() -> done.add("once")));
        }
        assertEquals(List.of("once"), done);
    }

    @Test
    void the_newest_script_is_known_so_that_a_start_need_not_look_for_them() {
        try (Database database = open()) {
            assertEquals(
                    List.of(Migrations.NEWEST),
                    database.read(tx -> tx.list(
                            row -> row.getString(1),
                            "SELECT version FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")));
        }
    }

    @Test
    void a_script_that_has_failed_is_not_passed_over() {
        try (Database database = open()) {
            database.execute(
                    tx -> tx.update("UPDATE flyway_schema_history SET success = FALSE WHERE installed_rank = 2"));
        }
        FreshDatabase.assertRefused(this::open);
    }

    @Test
    void a_database_that_a_newer_version_has_changed_is_refused() {
        try (Database database = open()) {
            database.execute(tx -> tx.update("INSERT INTO flyway_schema_history"
                    + " SELECT 999, '999', 'future', type, 'V999__future.sql', 1, installed_by, installed_on, 1, success"
                    + " FROM flyway_schema_history WHERE installed_rank = 1"));
        }
        FreshDatabase.assertRefused(this::open);
    }

    private Database open() {
        return fresh.open();
    }
}
