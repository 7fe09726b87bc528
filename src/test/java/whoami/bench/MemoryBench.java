package whoami.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import whoami.JarProcess;

/**
 * How much memory of the machine (RSS) the process takes, and how little Java needs at the least: with the options of the README's line
 * for a small machine, which are also what Java chooses on one; and beside it with what it chooses on two cores.
 */
class MemoryBench {
    private static final String OF_A_SMALL_MACHINE = "-Xms16m -XX:+UseSerialGC";
    private static final String OF_TWO_CORES = "-XX:+UseG1GC";

    private static final int HEAP = 64;
    private static final int SESSIONS = 10_000;
    private static final int CONNECTIONS = 32;
    private static final int WAITING = 64;
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final double IDLE_MOST = 110;
    private static final double LOADED_MOST = 180;

    private static final List<Integer> HEAPS = List.of(128, 64, 48, 40, 32);
    private static final double HEAP_MOST = 48;

    @RegisterExtension
    final Figures figures = new Figures("memory");

    @TempDir
    Path folder;

    @Test
    void idle_and_under_load() throws Exception {
        atWork("large", OF_TWO_CORES);
        atWork("small", OF_A_SMALL_MACHINE);
    }

    private void atWork(String name, String options) throws Exception {
        try (JarProcess jar = start(name, HEAP, options, "4");
                var connection = new Connection(jar.port())) {
            connection.exchange(Connection.get("/login"));
            TimeUnit.NANOSECONDS.sleep(TIME.toNanos());
            report("idle, after the first page", jar, options, IDLE_MOST);
            Member ann = Member.join(connection, "ann");
            Crowd.join(folder.resolve(name).resolve("whoami.db"), SESSIONS, Instant.now());
            for (int i = 1; i <= SESSIONS; i++) {
                connection.exchange(Connection.get("/me", Crowd.cookie(i)));
            }
            report("after %,d sessions were used".formatted(SESSIONS), jar, options, LOADED_MOST);
            try (var load = new Load(jar, CONNECTIONS)) {
                load.during(TIME, ann.get("/me"), ann.get("/posts"), ann.call("/api/me"), Connection.get("/login"));
            }
            report("under " + CONNECTIONS + " connections", jar, options, LOADED_MOST);
        }
    }

    @Test
    void in_a_storm_of_log_ins() throws Exception {
        try (JarProcess jar = start("storm", HEAP, OF_A_SMALL_MACHINE, "12");
                var connection = new Connection(jar.port())) {
            Member ann = Member.join(connection, "ann");
            Crowd.join(folder.resolve("storm/whoami.db"), WAITING, Instant.now());
            Storm.of(WAITING, TIME, jar, Optional.of(ann));
            report("in a storm of " + WAITING + " log-ins", jar, OF_A_SMALL_MACHINE, LOADED_MOST);
        }
    }

    private void report(String when, JarProcess jar, String options, double most) throws IOException {
        double megabytes = jar.megabytes();
        Figures.Row row = figures.row(when, "%.0f MB", megabytes).beside("-Xmx%dm %s", HEAP, options);
        if (options.equals(OF_A_SMALL_MACHINE)) {
            row.atMost(megabytes, most, " MB");
        }
    }

    @Test
    void the_smallest_heap() throws Exception {
        int smallest = Integer.MAX_VALUE;
        for (int heap : HEAPS) {
            if (!works(heap)) {
                figures.row("the client at work, with -Xmx" + heap + "m", "fails");
                break;
            }
            smallest = heap;
        }
        figures.row("the client at work, smallest heap", "-Xmx%dm", smallest).atMost(smallest, HEAP_MOST, " MB");
    }

    /** The client signs up, logs in, writes, votes, refreshes and leaves, and looks afterwards whether nothing was lost. */
    private boolean works(int heap) throws Exception {
        try (JarProcess jar = start("heap" + heap, heap, OF_A_SMALL_MACHINE, "4");
                JarProcess client = client(jar.address())) {
            return client.exitCode() == 0 && !jar.output().contains("OutOfMemory");
        } catch (AssertionError e) {
            // it did not start, or hangs
            return false;
        }
    }

    private JarProcess client(String address) throws IOException {
        return JarProcess.start(
                folder, Map.of(), "client", "--url", address, "--users", "100", "--concurrency", "" + CONNECTIONS);
    }

    private JarProcess start(String name, int heap, String options, String bcryptCost) throws IOException {
        Map<String, String> environment = Map.of(
                "WHOAMI_PORT",
                "0",
                "WHOAMI_THROTTLE",
                "off",
                "WHOAMI_BCRYPT_COST",
                bcryptCost,
                "JAVA_TOOL_OPTIONS",
                "-Xmx" + heap + "m " + options);
        return JarProcess.start(Files.createDirectory(folder.resolve(name)), environment);
    }
}
