package whoami.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was measured of each kind of call. */
final class Tally {
    private final Map<Kind, Entry> entries = new EnumMap<>(Kind.class);

    private static final class Entry {
        final List<Long> nanos = new ArrayList<>();
        final Map<String, Integer> errors = new TreeMap<>();
    }

    /** Only what was done counts into the times: a server that refuses fast is no fast server. */
    synchronized void answered(Kind kind, int status, long nanos) {
        if (status == kind.success) {
            entry(kind).nanos.add(nanos);
        } else {
            failed(kind, String.valueOf(status));
        }
    }

    synchronized void failed(Kind kind, String how) {
        entry(kind).errors.merge(how, 1, Integer::sum);
    }

    synchronized List<Line> lines() {
        return entries.entrySet().stream()
                .map(each -> new Line(
                        each.getKey().inWords,
                        each.getValue().nanos.stream()
                                .mapToLong(Long::longValue)
                                .sorted()
                                .toArray(),
                        Map.copyOf(each.getValue().errors)))
                .toList();
    }

    /** @return 0 if there was none */
    synchronized double meanSeconds(Kind kind) {
        return entry(kind).nanos.stream().mapToLong(Long::longValue).average().orElse(0) / 1e9;
    }

    private Entry entry(Kind kind) {
        return entries.computeIfAbsent(kind, first -> new Entry());
    }

    /**
     * One kind of call, or all of them.
     *
     * @param nanos sorted, of those that were done
     * @param errors how often, by what came instead
     */
    record Line(String name, long[] nanos, Map<String, Integer> errors) {
        static Line all(List<Line> lines) {
            Map<String, Integer> errors = new TreeMap<>();
            lines.forEach(line -> line.errors.forEach((how, count) -> errors.merge(how, count, Integer::sum)));
            long[] nanos = lines.stream()
                    .flatMapToLong(line -> Arrays.stream(line.nanos))
                    .sorted()
                    .toArray();
            return new Line("all", nanos, errors);
        }

        int calls() {
            return nanos.length
                    + errors.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** By nearest rank: a time that was measured, and none in between. */
        double millis(double percentile) {
            int rank = (int) Math.ceil(percentile / 100 * nanos.length);
            return nanos.length == 0 ? 0 : nanos[Math.max(rank, 1) - 1] / 1e6;
        }
    }
}
