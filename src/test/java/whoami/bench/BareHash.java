package whoami.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mindrot.jbcrypt.BCrypt;
import whoami.Lab;

/** Passwords checked by as many threads as there are cores, and nothing else: no log-in can be faster. */
record BareHash(double perSecond, double cpuMillis) {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int COST = 12;

    private record Share(int hashes, long nanos, long cpuNanos) {}

    static BareHash during(Duration time) throws Exception {
        String hash = BCrypt.hashpw(Lab.PASSWORD, BCrypt.gensalt(COST));
        ExecutorService threads = Executors.newFixedThreadPool(CORES);
        try {
            Callable<Share> work = () -> check(hash, time);
            double perSecond = 0;
            double cpuMillis = 0;
            for (Future<Share> each : threads.invokeAll(Collections.nCopies(CORES, work))) {
                Share share = each.get();
                perSecond += share.hashes * 1e9 / share.nanos;
                cpuMillis += share.cpuNanos / 1e6 / share.hashes / CORES;
            }
            return new BareHash(perSecond, cpuMillis);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Share check(String hash, Duration time) {
        // the first one compiles it
        BCrypt.checkpw(Lab.PASSWORD, hash);
        long start = System.nanoTime();
        long cpuStart = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int hashes = 0;
        while (System.nanoTime() - start < time.toNanos()) {
            BCrypt.checkpw(Lab.PASSWORD, hash);
            hashes++;
        }
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuStart;
        return new Share(hashes, System.nanoTime() - start, cpu);
    }
}
