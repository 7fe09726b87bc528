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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.FreshDatabase;
import whoami.Lab;

/** What it costs the page of whoever is logged in that the database is a server, on the same machine, and not a file. */
class PostgresBench {
    private static final int VISITORS = 32;
    private static final int WARM_UP = 6;
    private static final int ROUNDS = 20;
    private static final Duration TIME = Duration.ofSeconds(1);
    private static final double LIMIT = 0.35;

    private static final FreshDatabase DATABASE = FreshDatabase.emptyOnPostgres();

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
        List<Double> onSqlite = new ArrayList<>();
        List<Double> onPostgres = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        // in turn, so that a busy moment of the machine hits both
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            onSqlite.add(ofSqlite.perSecond());
            onPostgres.add(ofPostgres.perSecond());
            ratios.add(onPostgres.get(i) / onSqlite.get(i));
        }
        double ratio = measured(ratios).get(ROUNDS / 2);
        System.out.printf(
                "| /me | SQLite %6.0f/s | PostgreSQL %6.0f/s | ratio %.2f (%.2f to %.2f) |%n",
                measured(onSqlite).get(ROUNDS / 2),
                measured(onPostgres).get(ROUNDS / 2),
                ratio,
                measured(ratios).get(0),
                measured(ratios).get(ROUNDS - 1));
        assertTrue(ratio >= LIMIT, "the ratio is " + ratio);
    }

    /** What came after the warm-up, the least first. */
    private static List<Double> measured(List<Double> values) {
        return values.subList(WARM_UP, values.size()).stream().sorted().toList();
    }

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

        double perSecond() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(VISITORS);
            try {
                long end = System.nanoTime() + TIME.toNanos();
                Callable<Integer> visitor = () -> visitsUntil(end);
                int visits = 0;
                for (Future<Integer> each : threads.invokeAll(Collections.nCopies(VISITORS, visitor))) {
                    visits += each.get();
                }
                return visits * 1e3 / TIME.toMillis();
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
