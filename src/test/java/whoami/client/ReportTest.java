package whoami.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Tally tally = new Tally();

    @Test
    void percentiles_are_times_that_were_measured_and_refusals_are_counted_apart() {
        for (long millis = 100; millis >= 1; millis--) {
            tally.answered(Kind.LIKE, 200, Duration.ofMillis(millis).toNanos());
        }
        tally.answered(Kind.LIKE, 429, 1);
        tally.answered(Kind.LIKE, 429, 1);
        tally.failed(Kind.POST, "lost");
        assertEquals("""
                call                  calls     p50 ms     p95 ms     p99 ms   errors
                post                      1        0.0        0.0        0.0   lost x1
                like                    102       50.0       95.0       99.0   429 x2
                all                     103       50.0       95.0       99.0   429 x2, lost x1
                103 calls in 2.0 s: 51.5 a second, 8 users at once""", String.join("\n", new Report(tally.lines(), Duration.ofSeconds(2), 8).table()));
    }

    @Test
    void one_measured_time_is_every_percentile() {
        tally.answered(Kind.POST, 201, Duration.ofMillis(7).toNanos());
        Tally.Line line = tally.lines().get(0);
        assertEquals(7, line.millis(50));
        assertEquals(7, line.millis(99));
    }
}
