package whoami.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import whoami.JarProcess;

/**
 * The same requests again and again, on many connections at once. There are no more threads than cores: each asks on all of its
 * connections before it reads the first answer.
 */
final class Load implements AutoCloseable {
    private final JarProcess jar;
    private final List<List<Connection>> shares = new ArrayList<>();
    private final ExecutorService threads;

    Load(JarProcess jar, int connections) throws IOException, InterruptedException {
        this.jar = jar;
        int workers = Math.min(connections, Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < connections; i++) {
            if (i < workers) {
                shares.add(new ArrayList<>());
            }
            shares.get(i % workers).add(new Connection(jar.port()));
        }
        this.threads = Executors.newFixedThreadPool(workers);
    }

    /** @param cpu of the server alone */
    record Rate(long answers, Duration time, Duration cpu) {
        Rate plus(Rate other) {
            return new Rate(answers + other.answers, time.plus(other.time), cpu.plus(other.cpu));
        }

        double perSecond() {
            return answers * 1e9 / time.toNanos();
        }

        double cpuMicros() {
            return cpu.toNanos() / 1e3 / answers;
        }
    }

    /** @param requests in turn */
    Rate during(Duration time, byte[]... requests) throws Exception {
        Duration cpuBefore = jar.cpu();
        long start = System.nanoTime();
        List<Callable<Long>> work = new ArrayList<>();
        for (List<Connection> share : shares) {
            work.add(() -> askUntil(start + time.toNanos(), share, requests));
        }
        long answers = 0;
        for (Future<Long> each : threads.invokeAll(work)) {
            answers += each.get();
        }
        return new Rate(
                answers, Duration.ofNanos(System.nanoTime() - start), jar.cpu().minus(cpuBefore));
    }

    private static long askUntil(long end, List<Connection> connections, byte[]... requests) throws IOException {
        long answers = 0;
        int sent = 0;
        while (System.nanoTime() < end) {
            for (Connection connection : connections) {
                connection.send(requests[sent++ % requests.length]);
            }
            for (Connection connection : connections) {
                int status = connection.receive();
                if (status >= 400) {
                    throw new AssertionError("status " + status);
                }
            }
            answers += connections.size();
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (List<Connection> share : shares) {
            for (Connection connection : share) {
                connection.close();
            }
        }
    }
}
