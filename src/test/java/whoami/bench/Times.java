package whoami.bench;

import java.util.ArrayList;
import java.util.List;

/** How long the same thing took, again and again; by several threads, where there are some. */
final class Times {
    private final List<Long> nanos = new ArrayList<>();

    interface Work {
        void run() throws Exception;
    }

    void measure(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        add(System.nanoTime() - start);
    }

    synchronized void add(long time) {
        nanos.add(time);
    }

    synchronized int count() {
        return nanos.size();
    }

    double median() {
        return millis(50);
    }

    /** @return what so many of a hundred took at the most */
    synchronized double millis(int percent) {
        List<Long> sorted = nanos.stream().sorted().toList();
        int index = (int) Math.ceil(sorted.size() * percent / 100.0) - 1;
        return sorted.isEmpty() ? Double.NaN : sorted.get(index) / 1e6;
    }
}
