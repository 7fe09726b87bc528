package whoami.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import whoami.JarProcess;

/** More people who log in than can be served at once: how fast it goes for them, and what the others notice of it. */
class LogInBench {
    private static final int WAITING = 64;
    private static final int CROWD = 1_000;
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final Duration STORM = Duration.ofSeconds(15);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final double LEAST = 0.95;

    private static final String LET_IN = "let in";
    private static final String REFUSED = "503 with Retry-After";

    /** Nobody is to wait for being told to wait. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** Each comes from somewhere else: the throttle is on, as it is where this matters. */
    private static final Map<String, String> SETTINGS =
            Map.of("WHOAMI_PORT", "0", "WHOAMI_TRUSTED_PROXIES", "127.0.0.1");

    @RegisterExtension
    final Figures figures = new Figures("log-ins");

    @TempDir
    Path folder;

    @Test
    void a_storm_of_log_ins() throws Exception {
        try (JarProcess jar = JarProcess.start(folder, SETTINGS)) {
            int port = jar.port();
            Member ann = join(port);
            Crowd.join(folder.resolve("whoami.db"), CROWD, Instant.now());
            warmUp(jar, ann);
            BareHash before = BareHash.during(QUIET);
            Visits quiet = Visits.during(QUIET, port, ann);
            Storm storm = Storm.of(WAITING, STORM, jar, Optional.empty());
            BareHash after = BareHash.during(QUIET);
            report(storm, before, after);
            report(Storm.of(WAITING, STORM, jar, Optional.of(ann)), quiet);
            wave(port, WAITING + 1);
            wave(port, CROWD);
        }
    }

    /** Java compiles what it runs for a while, on the same cores. */
    private static void warmUp(JarProcess jar, Member ann) throws Exception {
        try (var load = new Load(jar, WAITING)) {
            load.during(WARM_UP, ann.get("/me"));
        }
        Storm.of(WAITING, WARM_UP, jar, Optional.of(ann));
    }

    private static Member join(int port) throws IOException {
        try (var connection = new Connection(port)) {
            return Member.join(connection, "ann");
        }
    }

    static byte[] logIn(int member) {
        return Member.logIn(Crowd.name(member), "X-Forwarded-For: 10.0." + member / 250 + "." + (1 + member % 250));
    }

    private void report(Storm storm, BareHash before, BareHash after) {
        double bare = (before.perSecond() + after.perSecond()) / 2;
        double bareCpu = (before.cpuMillis() + after.cpuMillis()) / 2;
        figures.row("a second, " + WAITING + " waiting", "%.2f", storm.perSecond())
                .beside("%.2f bare hashes on all cores", bare)
                .ratioOfAtLeast(storm.perSecond() / bare, LEAST);
        figures.row("told to come back later meanwhile", "%d", storm.refused()).wanted("none", storm.refused() == 0);
        figures.row("CPU of a log-in", "%.0f ms", storm.cpuMillis())
                .beside("%.0f ms a bare hash", bareCpu)
                .ratioOfAtLeast(bareCpu / storm.cpuMillis(), LEAST);
    }

    private void report(Storm storm, Visits quiet) {
        Times visits = storm.visits().times();
        figures.row("/me meanwhile, p50", "%.1f ms", visits.median())
                .beside("%.1f ms without", quiet.times().median());
        figures.row("/me meanwhile, p99", "%.1f ms", visits.millis(99))
                .beside("%.1f ms without", quiet.times().millis(99))
                .atMost(visits.millis(99), 10, " ms");
        figures.row("/me meanwhile, errors", "%d", storm.visits().errors())
                .beside("%,d visits", visits.count())
                .wanted("none", storm.visits().errors() == 0);
    }

    /** All of them at the same moment. */
    private void wave(int port, int size) throws Exception {
        Map<String, Times> answers = new TreeMap<>();
        var start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                var connection = new Connection(port);
                byte[] request = logIn(i + 1);
                clients.add(threads.submit((Callable<Void>) () -> {
                    start.await();
                    logIn(connection, request, answers);
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        reportWave(size, answers);
    }

    private static void logIn(Connection connection, byte[] request, Map<String, Times> answers) throws IOException {
        try (connection) {
            long begin = System.nanoTime();
            String answer = answer(connection, request);
            synchronized (answers) {
                answers.computeIfAbsent(answer, key -> new Times()).add(System.nanoTime() - begin);
            }
        }
    }

    private static String answer(Connection connection, byte[] request) throws IOException {
        try {
            int status = connection.exchange(request);
            if (status == 503 && connection.text().contains("Retry-After: ")) {
                return REFUSED;
            }
            return status == 303 ? LET_IN : String.valueOf(status);
        } catch (EOFException | SocketException e) {
            return "cut off";
        }
    }

    private void reportWave(int size, Map<String, Times> answers) {
        answers.forEach((answer, times) -> {
            Figures.Row row = figures.row("%,d at once: %s".formatted(size, answer), "%,d of them", times.count())
                    .beside("p50 %,.0f ms, p99 %,.0f ms", times.median(), times.millis(99));
            if (answer.equals(REFUSED)) {
                row.wanted("within %d s".formatted(AT_ONCE.toSeconds()), times.millis(99) <= AT_ONCE.toMillis());
            } else if (!answer.equals(LET_IN)) {
                row.wanted("nobody", false);
            }
        });
    }
}
