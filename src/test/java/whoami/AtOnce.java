package whoami;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several things that are done at the very same moment, each by a thread of its own. */
final class AtOnce {
    private AtOnce() {}

    static List<Callable<?>> times(int times, Runnable work) {
        return Collections.nCopies(times, () -> {
            work.run();
            return null;
        });
    }

    /** Does everything at the same moment, and counts how it went: "done", or the kind of problem. */
    static Map<Object, Integer> outcomes(List<Callable<?>> all) throws Exception {
        var start = new CyclicBarrier(all.size());
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Callable<?> work : all) {
                running.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            Map<Object, Integer> outcomes = new HashMap<>();
            for (Future<?> one : running) {
                outcomes.merge(outcome(one), 1, Integer::sum);
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object outcome(Future<?> one) throws Exception {
        try {
            one.get();
            return "done";
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Problem problem) {
                return problem.kind();
            }
            throw e;
        }
    }
}
