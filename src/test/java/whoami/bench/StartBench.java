package whoami.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import whoami.JarProcess;

/** From the start of the process to the first page, and what of that goes where. */
class StartBench {
    private static final int STARTS = 5;
    private static final double MOST = 0.9;
    private static final double ARCHIVED_MOST = 0.45;
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final Figures figures = new Figures("start");

    @TempDir
    Path folder;

    /** How long it was, and what the process cost by then. */
    private record Started(Times times, Times cpu) {
        Started() {
            this(new Times(), new Times());
        }

        double seconds() {
            return times.median() / 1e3;
        }
    }

    @Test
    void to_the_first_page() throws Exception {
        Path archive = folder.resolve("whoami.jsa");
        Path site = Files.createDirectory(folder.resolve("site"));
        start(site, "-XX:ArchiveClassesAtExit=" + archive, new Started());
        assertTrue(Files.exists(archive));
        var empty = new Started();
        var plain = new Started();
        var archived = new Started();
        // in turn, so that a busy moment of the machine hits all
        for (int i = 0; i < STARTS; i++) {
            start(Files.createDirectory(folder.resolve("empty" + i)), "", empty);
            start(site, "", plain);
            start(site, "-XX:SharedArchiveFile=" + archive, archived);
        }
        double megabytes = Files.size(Path.of(System.getProperty("jar"))) / 1e6;
        figures.row("the jar", "%.1f MB", megabytes).atMost(megabytes, 25, " MB");
        report("to the first page", plain).atMost(plain.seconds(), MOST, " s");
        report("the same, with an archive of classes", archived)
                .ratio(archived.seconds() / plain.seconds())
                .atMost(archived.seconds(), ARCHIVED_MOST, " s");
        report("the same, in an empty folder", empty).ratio(empty.seconds() / plain.seconds());
        reportStages("", site, "");
        reportStages(", with an archive", site, " -XX:SharedArchiveFile=" + archive);
    }

    private Figures.Row report(String what, Started started) {
        return figures.row(what, "%.2f s", started.seconds())
                .beside("%.2f s of CPU", started.cpu().median() / 1e3);
    }

    /** In a run of its own, as telling takes time. */
    private void reportStages(String how, Path site, String options) throws Exception {
        Path log = folder.resolve("classes.log");
        var started = new Started();
        start(site, "-Xlog:class+load,class+init:file=" + log + ":uptime" + options, started);
        var stages = StartStages.read(log);
        figures.row("classes" + how, "%,d", stages.classes()).beside("%,d of them from an archive", stages.archived());
        double whole = started.times().median();
        stages.millis(whole)
                .forEach((stage, millis) -> figures.row("of that, " + stage + how, "%.0f ms", millis)
                        .beside("%.0f ms, telling all", whole)
                        .ratio(millis / whole));
    }

    /** Starts it, asks for the first page until it is there, and stops it. */
    private static void start(Path site, String options, Started started) throws Exception {
        int port = freePort();
        long begin = System.nanoTime();
        try (JarProcess jar =
                JarProcess.start(site, Map.of("WHOAMI_PORT", String.valueOf(port), "JAVA_TOOL_OPTIONS", options))) {
            awaitPage(port, begin);
            started.times().add(System.nanoTime() - begin);
            started.cpu().add(jar.cpu().toNanos());
            jar.terminate();
            jar.exitCode();
        }
    }

    private static void awaitPage(int port, long begin) throws IOException, InterruptedException {
        while (!isThere(port)) {
            assertTrue(System.nanoTime() - begin < PATIENCE.toNanos(), "does not start");
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private static boolean isThere(int port) throws IOException {
        try (var connection = new Connection(port)) {
            return connection.exchange(Connection.get("/login")) == 200;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
