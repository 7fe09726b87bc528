package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what is kept in memory is never older than the database. */
class LookupTest {
    private static final String NAME = "SELECT name FROM users WHERE username_key = ?";
    private static final String RENAME = "UPDATE users SET name = ? WHERE username_key = ?";

    @TempDir
    Path folder;

    private FreshDatabase fresh;
    private Database database;
    private Lookup<String> names;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void open() {
        fresh = FreshDatabase.in(folder);
        database = fresh.open();
        for (String username : new String[] {"ann", "bob"}) {
            database.execute(tx -> tx.update(
                    "INSERT INTO users (id, username, username_key, password_hash, created_at, updated_at)"
                            + " VALUES (?, ?, ?, 'hash', 0, 0)",
                    username,
                    username,
                    username));
            rename(username, username);
        }
        names = database.lookup((tx, key) -> {
            asked.incrementAndGet();
            return tx.one(row -> row.getString(1), NAME, key);
        });
    }

    @AfterEach
    void drop() {
        database.close();
        fresh.close();
    }

    @Test
    void nothing_is_asked_twice_while_nothing_is_committed() {
        for (int i = 0; i < 5; i++) {
            assertName("ann", "ann");
            assertName("bob", "bob");
        }
        assertEquals(FreshDatabase.ON_POSTGRES ? 10 : 2, asked.get());
    }

    @Test
    void what_is_not_there_may_come_and_what_is_there_may_go() {
        assertName("ann", "ann");
        assertEquals(Optional.empty(), names.find("carl"));
        database.execute(tx -> tx.update("UPDATE users SET username_key = 'carl' WHERE username_key = 'ann'"));
        assertName("ann", "carl");
        assertEquals(Optional.empty(), names.find("ann"));
    }

    @Test
    void a_transaction_that_comes_to_nothing_changes_nothing() {
        assertName("ann", "ann");
        try {
            database.execute(tx -> {
                tx.update(RENAME, "Ann", "ann");
                assertName("ann", "ann");
                throw Problem.notFound("");
            });
        } catch (Problem expected) {
            assertName("ann", "ann");
        }
    }

    @Test
    void what_others_commit_is_seen_at_once() throws SQLException {
        try (Connection other = Engine.parse(fresh.url()).source(Pools.PATIENCE).getConnection();
                Statement statement = other.createStatement()) {
            for (int i = 0; i < 50; i++) {
                statement.execute("UPDATE users SET name = '" + i + "' WHERE username_key = 'ann'");
                assertName(String.valueOf(i), "ann");
                if (!FreshDatabase.ON_POSTGRES && i % 10 == 0) {
                    // brings all of the log home, so that it begins anew
                    statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                    assertName(String.valueOf(i), "ann");
                }
            }
        }
    }

    @Test
    void whoever_asks_after_a_commit_never_gets_what_was_before_it() throws Exception {
        var done = new AtomicBoolean();
        ExecutorService readers = Executors.newFixedThreadPool(3);
        try {
            Future<?> reading = readers.submit(() -> {
                while (!done.get()) {
                    names.find("ann");
                }
            });
            for (int i = 0; i < 1_000; i++) {
                String name = String.valueOf(i);
                rename("ann", name);
                assertName(name, "ann");
                readers.submit(() -> assertName(name, "ann")).get();
            }
            done.set(true);
            reading.get();
        } finally {
            done.set(true);
            readers.shutdownNow();
        }
    }

    @Test
    void nothing_is_answered_from_memory_once_the_database_is_closed() {
        assertName("ann", "ann");
        database.close();
        assertThrows(Problem.class, () -> names.find("ann"));
    }

    @Test
    void more_than_are_kept_are_found_all_the_same() {
        Lookup<String> echo = database.lookup((tx, key) -> Optional.of(key));
        for (int i = 0; i < 3_000; i++) {
            String key = String.valueOf(i);
            assertEquals(Optional.of(key), echo.find(key));
            assertEquals(Optional.of(key), echo.find(key));
        }
    }

    private void rename(String username, String name) {
        database.execute(tx -> tx.update(RENAME, name, username));
    }

    private void assertName(String expected, String username) {
        assertEquals(Optional.of(expected), names.find(username));
    }
}
