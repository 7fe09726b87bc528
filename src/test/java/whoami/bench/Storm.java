package whoami.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import whoami.JarProcess;

/**
 * So many who log in all the time that there is always somebody waiting.
 *
 * @param cpuMillis of the server, for each log-in
 * @param refused how often somebody was told to come back later
 * @param visits of somebody who is logged in already, if anybody
 */
record Storm(double perSecond, double cpuMillis, long refused, Visits visits) {
    /** Until all of them are in the queue. */
    private static final Duration BEGINNING = Duration.ofSeconds(2);

    /** Less than they are asked for, so that there are always some who wait. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** @param visitor nobody, where it is the log-ins that are to be measured: whoever visits takes some of the processors */
    static Storm of(int clients, Duration time, JarProcess jar, Optional<Member> visitor) throws Exception {
        int port = jar.port();
        var done = new LongAdder();
        var refused = new LongAdder();
        long end = System.nanoTime() + BEGINNING.plus(time).toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<?>> storm = new ArrayList<>();
            for (int i = 1; i <= clients; i++) {
                byte[] request = LogInBench.logIn(i);
                storm.add(threads.submit(() -> logInUntil(end, port, request, done, refused)));
            }
            TimeUnit.NANOSECONDS.sleep(BEGINNING.toNanos());
            long doneBefore = done.sum();
            Duration cpuBefore = jar.cpu();
            Visits visits = visits(time, port, visitor);
            long logIns = done.sum() - doneBefore;
            Duration cpu = jar.cpu().minus(cpuBefore);
            for (Future<?> each : storm) {
                each.get();
            }
            return new Storm(logIns * 1e3 / time.toMillis(), cpu.toNanos() / 1e6 / logIns, refused.sum(), visits);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Visits visits(Duration time, int port, Optional<Member> visitor) throws Exception {
        if (visitor.isPresent()) {
            return Visits.during(time, port, visitor.get());
        }
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        return Visits.none();
    }

    private static Void logInUntil(long end, int port, byte[] request, LongAdder done, LongAdder refused)
            throws IOException, InterruptedException {
        try (var connection = new Connection(port)) {
            while (System.nanoTime() < end) {
                int status = connection.exchange(request);
                if (status == 303) {
                    done.increment();
                } else if (status == 503) {
                    refused.increment();
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                } else {
                    throw new AssertionError("status " + status);
                }
            }
            return null;
        }
    }
}
