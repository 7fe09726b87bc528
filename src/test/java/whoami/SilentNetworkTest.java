package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nothing is heard of the database any more, and nobody says so: who needs it is told to wait all the same. */
@Tag("postgres")
class SilentNetworkTest {
    private static final int SILENCE_SECONDS = 2;

    /** For a connection of the pool; then for an answer on it. */
    private static final Duration LONGEST = Pools.PATIENCE.plusSeconds(SILENCE_SECONDS);

    /** On a machine that is busy with something else. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final Duration BACK = Duration.ofSeconds(10);

    private static FreshDatabase database;
    private static SilentNetwork network;

    @RegisterExtension
    final LogLines log = new LogLines();

    @RegisterExtension
    final Lab lab = new Lab("THROTTLE", "off", "DATABASE", throughTheNetwork());

    @BeforeAll
    static void connect() throws IOException {
        database = FreshDatabase.emptyOnPostgres();
        network = new SilentNetwork(server().getPort());
    }

    @AfterAll
    static void disconnect() throws IOException {
        network.close();
        database.close();
    }

    private static URI server() {
        return URI.create(database.url().substring("jdbc:".length()));
    }

    private static String throughTheNetwork() {
        return database.url().replace(":" + server().getPort() + "/", ":" + network.port() + "/") + "?socketTimeout="
                + SILENCE_SECONDS;
    }

    @Test
    void everybody_is_told_to_wait_in_time_and_all_heals_when_it_is_heard_again() throws Exception {
        try (var traffic = new Traffic(lab)) {
            traffic.awaitSignUps(303, 10);
            network.goSilent();
            traffic.awaitSignUps(503, 4);
            assertEquals(503, lab.browser().get("/health").status());
            traffic.awaitSignUps(503, 4);
            network.comeBack();
            Duration health = Traffic.await(() -> lab.browser().get("/health").status() == 200);
            traffic.awaitSignUps(303, 20);
            System.out.println("network silent: healthy after " + health.toMillis() + " ms; " + traffic);
            assertTrue(health.compareTo(BACK) < 0, "back after " + health);
            assertTrue(
                    traffic.slowest().compareTo(LONGEST.plus(MARGIN)) < 0, "told to wait after " + traffic.slowest());
            assertTrue(
                    log.with("stack trace").isEmpty(),
                    () -> log.with("stack trace").get(0));
            traffic.settle();
        }
    }
}
