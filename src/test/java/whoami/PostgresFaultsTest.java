package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database server that breaks while people are at work: who needs it is told to wait, and all heals by itself. */
@Tag("postgres")
class PostgresFaultsTest {
    private static final Duration BACK = Duration.ofSeconds(10);

    /** Of the pool. Each may tell somebody to wait, as what became of it is noticed when it is used. */
    private static final int CONNECTIONS = 16;

    private static final AtomicInteger made = new AtomicInteger();

    @TempDir
    static Path folder;

    private static PostgresServer server;

    private final String database = "whoami" + made.incrementAndGet();

    @RegisterExtension
    final LogLines log = new LogLines();

    @RegisterExtension
    final Lab lab = new Lab("THROTTLE", "off", "DATABASE", server.make(database));

    @BeforeAll
    static void startServer() throws IOException {
        server = new PostgresServer(folder.resolve("data"));
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Test
    void connections_that_are_cut_again_and_again_are_replaced() throws Exception {
        try (var traffic = new Traffic(lab)) {
            for (int i = 0; i < 10; i++) {
                traffic.awaitSignUps(303, 10);
                server.cutConnectionsTo(database);
            }
            healed("connections cut", traffic);
            traffic.settle();
        }
    }

    @Test
    void a_server_that_is_away_is_waited_for() throws Exception {
        try (var traffic = new Traffic(lab)) {
            traffic.awaitSignUps(303, 10);
            server.stop();
            try {
                traffic.awaitSignUps(503, 4);
                unhealthy();
            } finally {
                server.start();
            }
            healed("server away", traffic);
            traffic.settle();
        }
    }

    @Test
    void a_server_that_only_reads_shows_pages_and_takes_nothing_until_it_writes_again() throws Exception {
        try (var traffic = new Traffic(lab)) {
            traffic.awaitSignUps(303, 10);
            server.execute("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
            server.cutConnectionsTo(database);
            traffic.awaitSignUps(503, 10);
            unhealthy();
            assertEquals(200, lab.browser().get("/login").status());
            server.execute("ALTER DATABASE " + database + " RESET default_transaction_read_only");
            healed("read-only", traffic);
            traffic.settle();
        }
    }

    private void unhealthy() {
        assertEquals(
                "The database does not answer",
                lab.browser().get("/health").expect(503).body());
        assertFalse(log.with("The database does not answer").isEmpty());
    }

    private void healed(String fault, Traffic traffic) {
        Duration health = Traffic.await(() -> lab.browser().get("/health").status() == 200);
        long before = traffic.signUps(503);
        traffic.awaitSignUps(303, 20);
        long refused = traffic.signUps(503) - before;
        System.out.println(fault + ": healthy after " + health.toMillis() + " ms; " + traffic);
        assertTrue(health.compareTo(BACK) < 0, "back after " + health);
        assertTrue(refused <= CONNECTIONS, refused + " told to wait by a database that is back");
        assertTrue(
                log.with("stack trace").isEmpty(), () -> log.with("stack trace").get(0));
        assertTrue(log.with("\n").isEmpty(), () -> "one line, and not " + log.with("\n"));
    }
}
