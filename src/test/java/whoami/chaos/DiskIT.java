package whoami.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be written, beneath the jar at full load. What is broken heals by itself, and nothing is half-made. */
@EnabledIfSystemProperty(named = "chaos", matches = "true")
class DiskIT {
    private static final int DISK_BYTES = 24 << 20;
    private static final int LOCKED_SECONDS = 30;

    @TempDir
    Path folder;

    private final Books books = new Books();

    /** Breaks something. */
    @FunctionalInterface
    private interface Fault {
        void run() throws Exception;
    }

    @Test
    void a_full_disk() throws Exception {
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", folder.toString());
        assumeTrue(mounted, "NOT TESTED: a full disk, as only root may mount a small one");
        Path rubbish = folder.resolve("rubbish");
        try {
            survive("disk full", () -> fill(rubbish), () -> Files.delete(rubbish));
        } finally {
            run("umount", "--lazy", folder.toString());
        }
    }

    @Test
    void a_file_that_must_not_be_written() throws Exception {
        String log = folder.resolve("whoami.db-wal").toString();
        assumeTrue(
                run("chattr", "+i", Files.createFile(folder.resolve("try")).toString())
                        && run("chattr", "-i", folder.resolve("try").toString()),
                "NOT TESTED: a read-only file, as only root may make one of an open one");
        survive("file read-only", () -> run("chattr", "+i", log), () -> run("chattr", "-i", log));
    }

    @Test
    void a_file_that_another_process_locks_for_half_a_minute() throws Exception {
        try (Connection other = DriverManager.getConnection(url())) {
            var statement = other.createStatement();
            statement.execute("PRAGMA busy_timeout = 20000");
            survive(
                    "locked for " + LOCKED_SECONDS + " s by another process",
                    () -> {
                        statement.execute("BEGIN IMMEDIATE");
                        TimeUnit.SECONDS.sleep(LOCKED_SECONDS);
                    },
                    () -> statement.execute("ROLLBACK"));
        }
    }

    private void survive(String what, Fault breakIt, Fault mendIt) throws Exception {
        try (var server = new Server(folder)) {
            Site site = Site.at(server.port);
            long healed;
            try (var crowd = new Crowd(site, books, true)) {
                crowd.awaitWhole(5);
                breakIt.run();
                crowd.awaitBroken(20);
                mendIt.run();
                healed = crowd.awaitWhole(1).toMillis();
                crowd.awaitWhole(5);
            }
            List<String> lost = books.broken(site, 0);
            var ledger = new Ledger(url());
            ChaosTable.row(
                    what,
                    1,
                    books.seen() + "; the next life done after " + healed + " ms",
                    String.valueOf(books.claims(0)),
                    lost);
            assertEquals(List.of(), lost);
            assertEquals(List.of(), ledger.halfMade());
            assertEquals(List.of("ok"), ledger.texts("PRAGMA integrity_check"));
            assertEquals(List.of(), books.unexpected());
        }
    }

    private String url() {
        return "jdbc:sqlite:" + folder.resolve("whoami.db");
    }

    private static void fill(Path rubbish) {
        byte[] some = new byte[4096];
        try (var out = Files.newOutputStream(rubbish)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            assertEquals(true, full.getMessage().contains("space"), full.getMessage());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).inheritIO().start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
