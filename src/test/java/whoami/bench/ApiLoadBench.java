package whoami.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.Program;
import whoami.Program.Reply;

/** Many programs at once for a while: nothing breaks, and nobody's account is lost. */
class ApiLoadBench {
    private static final int CLIENTS = 50;
    private static final Duration TIME = Duration.ofSeconds(15);

    @RegisterExtension
    final Figures figures = new Figures("programs");

    @RegisterExtension
    final Lab lab = new Lab("THROTTLE", "off", "BCRYPT_COST", "10");

    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Queue<String> registered = new ConcurrentLinkedQueue<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

    @Test
    void fifty_programs_register_log_in_refresh_and_log_out() throws Exception {
        Instant end = Instant.now().plus(TIME);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Callable<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String prefix = "user" + i + "-";
            clients.add(() -> {
                for (int round = 0; Instant.now().isBefore(end); round++) {
                    live(prefix + round);
                }
                return null;
            });
        }
        try {
            for (var client : threads.invokeAll(clients)) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        new TreeMap<>(answers)
                .forEach((kind, count) -> figures.row(CLIENTS + " at once: " + kind, "%,d", count.sum())
                        .beside("in %d s", TIME.toSeconds()));
        assertEquals(List.of(), List.copyOf(surprises));
        List<String> kept = lab.database()
                .read(tx -> tx.list(row -> row.getString(1), "SELECT username FROM users ORDER BY username"));
        assertEquals(
                registered.stream().sorted().toList(), kept, "every account that was answered with 201, and no other");
    }

    private void live(String username) {
        Program program = lab.program();
        if (note("register", program.post("/api/auth/register", "username", username, "password", Lab.PASSWORD))) {
            registered.add(username);
        }
        Reply tokens = program.post("/api/auth/login", "username", username, "password", Lab.PASSWORD);
        if (note("log in", tokens)) {
            program.keep(tokens);
            note("me", program.get("/api/me"));
            Reply refreshed = program.post("/api/auth/refresh", "refresh_token", program.refreshToken());
            if (note("refresh", refreshed)) {
                program.keep(refreshed);
            }
            note("log out", program.send("POST", "/api/auth/logout", null));
        }
    }

    /** @return whether it went well; a server that says it is too busy, and when to come back, is no surprise */
    private boolean note(String what, Reply reply) {
        answers.computeIfAbsent(what + " " + reply.status(), kind -> new LongAdder())
                .increment();
        boolean busy = reply.status() == 503 && !reply.header("Retry-After").isEmpty();
        boolean unknown = what.equals("log in") && reply.status() == 401;
        if (reply.status() >= 300 && !busy && !unknown) {
            surprises.add(what + " " + reply.status() + " " + reply.body());
        }
        return reply.status() < 300;
    }
}
