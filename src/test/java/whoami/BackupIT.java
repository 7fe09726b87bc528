package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup and restore by the fat jar, beside a server that people write to. */
class BackupIT {
    private static final Map<String, String> BUSY =
            Map.of("WHOAMI_PORT", "0", "WHOAMI_BCRYPT_COST", "4", "WHOAMI_THROTTLE", "off");
    private static final int WRITERS = 4;

    @TempDir
    Path folder;

    private final Queue<String> signedUp = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void each_sign_up_that_was_answered_before_a_backup_began_is_in_it() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (var server = JarProcess.start(folder, BUSY)) {
            server.address();
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String prefix = "user" + i + "-";
                writers.add(threads.submit(() -> signUp(server, prefix)));
            }
            for (int i = 1; i <= 3; i++) {
                while (signedUp.size() < 50 * i) {
                    Thread.onSpinWait();
                }
                Set<String> before = Set.copyOf(signedUp);
                give(0, "backup", i + ".db");
                assertTrue(usersIn(i + ".db").containsAll(before));
                assertTrue(signedUp.size() > before.size(), "people go on signing up meanwhile");
            }
            enough.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertTrue(give(1, "restore", "--force", "1.db").contains("is in use"));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_restored_backup_is_what_the_next_server_works_with() throws Exception {
        try (var server = JarProcess.start(folder, BUSY)) {
            assertEquals(303, server.post("/signup", form("ann")).statusCode());
            give(0, "backup", "backup.db");
            assertEquals(303, server.post("/signup", form("ben")).statusCode());
            server.kill();
        }
        assertTrue(give(1, "restore", "backup.db").contains("--force"));
        assertTrue(give(0, "restore", "--force", "backup.db").contains("what was there before is"));
        try (var server = JarProcess.start(folder, BUSY)) {
            assertEquals(303, server.post("/login", form("ann")).statusCode());
            assertEquals(401, server.post("/login", form("ben")).statusCode());
        }
    }

    @Test
    void what_makes_no_sense_is_exit_code_2_and_help_is_told_without_doing_anything() throws Exception {
        assertTrue(give(2, "backup").contains("Missing required parameter"));
        assertTrue(give(2, "restore", "--config", "missing", "x").contains("cannot read the settings"));
        assertTrue(give(0, "restore", "--help").contains("--force"));
        String help = give(0, "--help");
        for (String word : List.of("user", "backup", "restore", "copy")) {
            assertTrue(help.lines().anyMatch(line -> line.startsWith("  " + word + " ")), help);
        }
    }

    private void signUp(JarProcess server, String prefix) {
        try {
            for (int i = 0; !enough.get(); i++) {
                if (server.post("/signup", form(prefix + i)).statusCode() == 303) {
                    signedUp.add(prefix + i);
                }
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String form(String username) {
        return "username=" + username + "&password=correct+horse+battery";
    }

    private String give(int exitCode, String... arguments) throws Exception {
        try (var command = JarProcess.start(folder, BUSY, arguments)) {
            assertEquals(exitCode, command.exitCode(), command.output());
            return command.output();
        }
    }

    private Set<String> usersIn(String name) throws Exception {
        Path copy = Files.copy(folder.resolve(name), folder.resolve("look-" + name));
        try (Database database = Database.open(new Sqlite(Sqlite.PREFIX + copy))) {
            return database.read(tx -> tx.list(row -> row.getString(1), "SELECT username FROM users")).stream()
                    .collect(Collectors.toSet());
        }
    }
}
