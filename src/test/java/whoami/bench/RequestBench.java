package whoami.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import whoami.JarProcess;
import whoami.bench.Load.Rate;

/**
 * Pages and calls beside a constant answer: requests a second, and what each costs the server.
 *
 * <p>This is the jar, asked over sockets from another process. Inside one process nobody could tell the server's share of the processors
 * from the client's, and a connector without a socket would leave out what is the larger part of a small answer.
 *
 * <p>The constant is the icon: bytes from memory, behind the same router, gate, headers and line in the log as everything else. It is the
 * limit of JSON too: what JSON there is of that size, such as {@code /.well-known/jwks.json}, is made anew each time.
 */
class RequestBench {
    private static final int MANY = 32;
    /** Java compiles what it runs for half a minute before it is as fast as it gets. */
    private static final Duration COLD = Duration.ofSeconds(4);

    private static final Duration WARM = Duration.ofMillis(500);
    private static final Duration TURN = Duration.ofMillis(500);
    private static final int TURNS = 6;

    /** Many more than are remembered. */
    private static final int CROWD = 50_000;

    private static final String CONSTANT = "constant";
    private static final String ME = "/me by cookie";
    private static final String BY_JWT = "/api/me by JWT";
    private static final String BY_KEY = "/api/me by key";
    private static final Map<String, Double> LEAST = Map.of(ME, 0.75, BY_JWT, 0.70, BY_KEY, 0.70);

    private static final Pattern ICON = Pattern.compile("\"(/assets/favicon-[^\"]+)\"");

    @RegisterExtension
    final Figures figures = new Figures("requests");

    @TempDir
    Path folder;

    @Test
    void pages_and_calls_beside_a_constant() throws Exception {
        Map<String, String> settings =
                Map.of("WHOAMI_PORT", "0", "WHOAMI_BCRYPT_COST", "4", "WHOAMI_VOTES_PER_MINUTE", "1000000");
        try (JarProcess jar = JarProcess.start(folder, settings)) {
            Map<String, byte[][]> requests = requests(jar.port());
            Crowd.join(folder.resolve("whoami.db"), CROWD, Instant.now());
            Map<String, Rate> together = inTurn(jar, MANY, COLD, requests);
            report(inTurn(jar, 1, WARM, requests), "a second, one connection");
            report(together, "a second, " + MANY + " connections");
            reportCpu(together);
        }
    }

    private static Map<String, byte[][]> requests(int port) throws IOException {
        try (var connection = new Connection(port)) {
            Member ann = Member.join(connection, "ann");
            String key = ann.makeKey(connection);
            String post = "";
            for (int i = 0; i < 20; i++) {
                post = ann.write(connection, "This is post " + i + ", which is as long as most of them are.");
            }
            connection.exchange(Connection.get("/login"));
            Map<String, byte[][]> requests = new LinkedHashMap<>();
            requests.put(CONSTANT, new byte[][] {Connection.get(connection.find(ICON))});
            requests.put("/login", new byte[][] {Connection.get("/login")});
            requests.put(ME, new byte[][] {ann.get("/me")});
            requests.put("/me, somebody else each time", visits());
            requests.put(BY_JWT, new byte[][] {ann.call("/api/me")});
            requests.put(BY_KEY, new byte[][] {Connection.get("/api/me", key)});
            requests.put("/posts, a page of 20", new byte[][] {ann.get("/posts")});
            byte[] like = Connection.post("/posts/" + post + "/like", "", ann.cookie());
            byte[] dislike = Connection.post("/posts/" + post + "/dislike", "", ann.cookie());
            requests.put("POST of a vote", new byte[][] {like, dislike});
            return requests;
        }
    }

    /** What is remembered of the one does not help the next. */
    private static byte[][] visits() {
        return IntStream.rangeClosed(1, CROWD)
                .mapToObj(member -> Connection.get("/me", Crowd.cookie(member)))
                .toArray(byte[][]::new);
    }

    /** In turn, so that a busy moment of the machine hits all. */
    private static Map<String, Rate> inTurn(
            JarProcess jar, int connections, Duration warmUp, Map<String, byte[][]> requests) throws Exception {
        try (var load = new Load(jar, connections)) {
            for (byte[][] each : requests.values()) {
                load.during(warmUp, each);
            }
            Map<String, Rate> rates = new LinkedHashMap<>();
            for (int turn = 0; turn < TURNS; turn++) {
                for (var each : requests.entrySet()) {
                    rates.merge(each.getKey(), load.during(TURN, each.getValue()), Rate::plus);
                }
            }
            return rates;
        }
    }

    private void report(Map<String, Rate> rates, String how) {
        double limit = rates.get(CONSTANT).perSecond();
        rates.forEach((kind, rate) -> {
            if (!kind.equals(CONSTANT)) {
                Figures.Row row = figures.row(kind + ", " + how, "%,.0f", rate.perSecond())
                        .beside("%,.0f constant", limit);
                compare(row, kind, rate.perSecond() / limit);
            }
        });
    }

    private void reportCpu(Map<String, Rate> rates) {
        double limit = rates.get(CONSTANT).cpuMicros();
        rates.forEach((kind, rate) -> {
            if (!kind.equals(CONSTANT)) {
                Figures.Row row = figures.row(kind + ", the server's CPU", "%.0f µs", rate.cpuMicros())
                        .beside("%.0f µs constant", limit);
                compare(row, kind, limit / rate.cpuMicros());
            }
        });
    }

    private static void compare(Figures.Row row, String kind, double ratio) {
        if (LEAST.containsKey(kind)) {
            row.ratioOfAtLeast(ratio, LEAST.get(kind));
        } else {
            row.ratio(ratio);
        }
    }
}
