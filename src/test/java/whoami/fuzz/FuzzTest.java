package whoami.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.LogLines;

/** Every route, asked for everything that nobody should. {@code -Dfuzz.seed} repeats a run, {@code -Dfuzz.requests} makes it longer. */
class FuzzTest {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 3_000);
    private static final int THREADS = 4;

    /** What is sent may log somebody out, or delete the account. */
    private static final int REQUESTS_PER_LIFE = 100;

    private final long seed =
            Long.getLong("fuzz.seed", ThreadLocalRandom.current().nextInt(1_000_000));

    @RegisterExtension
    final LogLines log = new LogLines();

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "THROTTLE", "off");

    @Test
    void nothing_that_is_sent_breaks_the_server_or_makes_it_tell_what_it_should_not() throws Exception {
        var canary = new Canary(lab);
        var fuzzer = new Fuzzer(lab, canary, seed);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> workers = IntStream.range(0, THREADS)
                    .mapToObj(worker -> (Callable<Void>) () -> work(fuzzer, worker))
                    .toList();
            for (Future<Void> worker : threads.invokeAll(workers)) {
                worker.get();
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println(REQUESTS + " requests with seed " + seed + ": " + fuzzer);
        List<String> findings = fuzzer.findings();
        assertEquals(
                List.of(),
                findings.stream().limit(5).toList(),
                findings.size() + " findings, -Dfuzz.seed=" + seed + " repeats them");
        assertEquals(List.of(), log.lines());
        lab.awaitQuiet();
        assertEquals("OK", lab.browser().get("/health").expect(200).body());
        canary.isWell();
    }

    private Void work(Fuzzer fuzzer, int worker) {
        Identity who = null;
        for (int number = worker, done = 0; number < REQUESTS; number += THREADS, done++) {
            if (done % REQUESTS_PER_LIFE == 0) {
                String name = "fuzz" + number + "x";
                who = worker == 0 ? Identity.admin(lab, name) : Identity.of(lab, name);
            }
            fuzzer.send(number, who);
        }
        return null;
    }
}
