package whoami.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final long PATIENCE_SECONDS = 60;

    private final Tally tally = new Tally();
    private final Stop stop = new Stop();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Calls calls = new Calls(tally, new Waits(said::add), stop, Duration.ofMillis(300));

    @Test
    void a_server_that_stays_away_stops_the_run() throws Exception {
        String gone;
        try (var server = new LyingServer()) {
            gone = server.url();
        }
        Answer answer = send(gone).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(answer.isLost());
        assertEquals("the server has been away for 0 s", stop.reason());
        assertTrue(tally.lines().get(0).errors().get("unreached") > 1, "it was tried again");
    }

    @Test
    void a_long_wait_is_told_once_and_ends_when_the_run_does() throws Exception {
        try (var server = new LyingServer().tells(LyingServer.Lie.SAYS_CROWDED, 2)) {
            CompletableFuture<Answer> first = send(server.url());
            CompletableFuture<Answer> second = send(server.url());
            while (tally.lines().isEmpty() || tally.lines().get(0).calls() < 2) {
                Thread.onSpinWait();
            }
            stop.ask("enough");
            assertTrue(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS).isLost());
            assertTrue(second.get(PATIENCE_SECONDS, TimeUnit.SECONDS).isLost());
            assertEquals(1, said.size());
            assertTrue(said.get(0).startsWith("waiting 900 s to sign up")
                    && said.get(0).contains("WHOAMI_THROTTLE=off"));
        }
    }

    private CompletableFuture<Answer> send(String url) {
        return calls.send(
                Kind.SIGN_UP,
                HttpRequest.newBuilder(URI.create(url + "/api/auth/register"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }
}
