package whoami.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.FreshDatabase;
import whoami.Lab;

/** What it costs the page of whoever is logged in that the database is a server, on the same machine, and not a file. */
class PostgresBench {
    private static final int VISITORS = 32;
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 10;
    private static final Duration TIME = Duration.ofMillis(500);
    private static final double LIMIT = 0.35;

    private static final FreshDatabase DATABASE = FreshDatabase.emptyOnPostgres();

    @RegisterExtension
    final Figures figures = new Figures("PostgreSQL");

    @RegisterExtension
    final Lab sqlite = new Lab();

    @RegisterExtension
    final Lab postgres = new Lab("DATABASE", DATABASE.url());

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void me_on_sqlite_and_on_postgresql_side_by_side() throws Exception {
        Visitors ofSqlite = Visitors.of(sqlite);
        Visitors ofPostgres = Visitors.of(postgres);
        List<Round> onSqlite = new ArrayList<>();
        List<Round> onPostgres = new ArrayList<>();
        // in turn, so that a busy moment of the machine hits both
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            onSqlite.add(round(ofSqlite));
            onPostgres.add(round(ofPostgres));
        }
        row("/me a second, 32 connections", "%,.0f", onSqlite, onPostgres, Round::perSecond)
                .ratioOfAtLeast(ratio(onSqlite, onPostgres, Round::perSecond), LIMIT);
        row("/me, CPU", "%,.0f µs", onSqlite, onPostgres, Round::cpuMicros)
                .ratio(ratio(onSqlite, onPostgres, Round::cpuMicros));
    }

    private Round round(Visitors visitors) throws Exception {
        long cpu = cpuNanos();
        int visits = visitors.visits();
        return new Round(visits * 1e3 / TIME.toMillis(), (cpuNanos() - cpu) / 1e3 / visits);
    }

    /** Of this process, visitors included, and of those that serve it at the database. */
    private long cpuNanos() {
        return Stream.concat(Stream.of(ProcessHandle.current().pid()), backends())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToLong(Duration::toNanos)
                .sum();
    }

    private Stream<Long> backends() {
        return postgres
                .database()
                .read(tx -> tx.list(
                        row -> row.getLong(1), "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"))
                .stream();
    }

    private Figures.Row row(
            String what, String format, List<Round> onSqlite, List<Round> onPostgres, ToDoubleFunction<Round> measure) {
        return figures.row(what, format, median(onPostgres, measure))
                .beside(format + " on SQLite", median(onSqlite, measure));
    }

    /** The median of what came of each two rounds beside each other. */
    private static double ratio(List<Round> onSqlite, List<Round> onPostgres, ToDoubleFunction<Round> measure) {
        return IntStream.range(WARM_UP, WARM_UP + ROUNDS)
                .mapToDouble(i -> measure.applyAsDouble(onPostgres.get(i)) / measure.applyAsDouble(onSqlite.get(i)))
                .sorted()
                .toArray()[ROUNDS / 2];
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> measure) {
        return rounds.stream().skip(WARM_UP).mapToDouble(measure).sorted().toArray()[ROUNDS / 2];
    }

    /** Of two that share a busy machine, the one with more processes gets more of it; what a visit costs shows that. */
    private record Round(double perSecond, double cpuMicros) {}

    /**
     * Look at one page again and again, with as little work for the machine as can be, as what a client does is no difference
     * between databases.
     */
    private record Visitors(int port, byte[] request) {
        static Visitors of(Lab lab) {
            String id = lab.loggedIn("ann").sessionId().orElseThrow();
            String request = "GET /me HTTP/1.1\r\nHost: localhost\r\nCookie: whoami=" + id + "\r\n\r\n";
            return new Visitors(lab.port(), request.getBytes(StandardCharsets.US_ASCII));
        }

        int visits() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(VISITORS);
            try {
                long end = System.nanoTime() + TIME.toNanos();
                Callable<Integer> visitor = () -> visitsUntil(end);
                int visits = 0;
                for (Future<Integer> each : threads.invokeAll(Collections.nCopies(VISITORS, visitor))) {
                    visits += each.get();
                }
                return visits;
            } finally {
                threads.shutdownNow();
            }
        }

        private int visitsUntil(long end) throws IOException {
            try (var socket = new Socket("127.0.0.1", port)) {
                byte[] answer = new byte[8192];
                socket.getOutputStream().write(request);
                // one piece, as it is small; and all that follow are as long
                int length = socket.getInputStream().read(answer);
                int visits = 1;
                for (; System.nanoTime() < end; visits++) {
                    socket.getOutputStream().write(request);
                    socket.getInputStream().readNBytes(answer, 0, length);
                    String start = new String(answer, 0, 15, StandardCharsets.US_ASCII);
                    assertTrue(start.equals("HTTP/1.1 200 OK"), start);
                }
                return visits;
            }
        }
    }
}
