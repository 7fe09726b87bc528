package whoami;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A file that cannot be written while people are at work: who needs it is told to wait, and all heals by itself. */
@Tag("sqlite")
class SqliteFaultsTest {
    private static final int DISK_BYTES = 4 << 20;

    @TempDir
    static Path disk;

    private static boolean mounted;

    @RegisterExtension
    final LogLines log = new LogLines();

    @RegisterExtension
    final Lab lab = new Lab("THROTTLE", "off");

    @RegisterExtension
    final Lab onSmallDisk = new Lab("THROTTLE", "off", "DATABASE", "jdbc:sqlite:" + disk.resolve("whoami.db"));

    /** A small one of our own, in memory, so that it can be filled. */
    @BeforeAll
    static void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString());
    }

    @AfterAll
    static void unmount() throws Exception {
        if (mounted) {
            // the server has part of a file in memory, which Java lets go of when it collects garbage
            assertTrue(run("umount", "--lazy", disk.toString()));
        }
    }

    @Test
    void a_file_that_another_process_holds_is_waited_for() throws Exception {
        try (var traffic = new Traffic(lab);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + lab.databaseFile())) {
            traffic.awaitSignUps(303, 10);
            var statement = other.createStatement();
            statement.execute("PRAGMA busy_timeout = 20000");
            statement.execute("BEGIN IMMEDIATE");
            traffic.awaitSignUps(503, 4);
            statement.execute("ROLLBACK");
            healed("file locked", traffic);
            traffic.settle();
        }
    }

    @Test
    void a_file_that_must_not_be_written_is_read_on_until_it_may_again() throws Exception {
        String writeAheadLog = lab.databaseFile() + "-wal";
        try (var traffic = new Traffic(lab)) {
            traffic.awaitSignUps(303, 10);
            assumeTrue(
                    run("chattr", "+i", writeAheadLog),
                    "NOT TESTED: a read-only file, as only root may make one of an open one");
            try {
                traffic.awaitSignUps(503, 10);
            } finally {
                assertTrue(run("chattr", "-i", writeAheadLog));
            }
            healed("file read-only", traffic);
            traffic.settle();
        }
    }

    @Test
    void a_full_disk_takes_nothing_until_there_is_room() throws Exception {
        assumeTrue(mounted, "NOT TESTED: a full disk, as only root may mount a small one");
        Path rubbish = disk.resolve("rubbish");
        try (var traffic = new Traffic(onSmallDisk)) {
            traffic.awaitSignUps(303, 10);
            fill(rubbish);
            traffic.awaitSignUps(503, 10);
            Files.delete(rubbish);
            healed("disk full", traffic);
            traffic.settle();
        }
    }

    private static void fill(Path rubbish) throws IOException {
        byte[] some = new byte[4096];
        try (var out = Files.newOutputStream(rubbish)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            assertTrue(full.getMessage().contains("space"), full.getMessage());
        }
    }

    private void healed(String fault, Traffic traffic) {
        assertFalse(log.with("The database does not answer").isEmpty());
        var writes = traffic.awaitSignUps(303, 1);
        traffic.awaitSignUps(303, 20);
        System.out.println(fault + ": writes again after " + writes.toMillis() + " ms; " + traffic);
        assertTrue(
                log.with("stack trace").isEmpty(), () -> log.with("stack trace").get(0));
        assertTrue(log.with("\n").isEmpty(), () -> "one line, and not " + log.with("\n"));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command)).inheritIO().start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
