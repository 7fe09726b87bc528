package whoami.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What somebody who is logged in already sees of it: how long {@code /me} took, a hundred times a second. */
record Visits(Times times, long errors) {
    private static final Duration PAUSE = Duration.ofMillis(10);

    static Visits none() {
        return new Visits(new Times(), 0);
    }

    static Visits during(Duration time, int port, Member member) throws IOException, InterruptedException {
        var times = new Times();
        long errors = 0;
        byte[] request = member.get("/me");
        try (var connection = new Connection(port)) {
            for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
                long start = System.nanoTime();
                if (connection.exchange(request) != 200) {
                    errors++;
                }
                times.add(System.nanoTime() - start);
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            }
        }
        return new Visits(times, errors);
    }
}
