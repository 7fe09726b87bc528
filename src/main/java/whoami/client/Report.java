package whoami.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table of what was measured. */
record Report(List<Tally.Line> lines, Duration time, int atOnce) {
    private static final String HEAD = "%-18s %8s %10s %10s %10s   %s";
    private static final String ROW = "%-18s %8d %10.1f %10.1f %10.1f   %s";

    List<String> table() {
        Tally.Line all = Tally.Line.all(lines);
        List<String> table = new ArrayList<>();
        table.add(HEAD.formatted("call", "calls", "p50 ms", "p95 ms", "p99 ms", "errors"));
        lines.forEach(line -> table.add(row(line)));
        table.add(row(all));
        double seconds = Math.max(time.toMillis(), 1) / 1000.0;
        table.add(String.format(
                Locale.ROOT,
                "%d calls in %.1f s: %.1f a second, %d users at once",
                all.calls(),
                seconds,
                all.calls() / seconds,
                atOnce));
        return table.stream().map(String::stripTrailing).toList();
    }

    private static String row(Tally.Line line) {
        return String.format(
                Locale.ROOT,
                ROW,
                line.name(),
                line.calls(),
                line.millis(50),
                line.millis(95),
                line.millis(99),
                errors(line.errors()));
    }

    private static String errors(Map<String, Integer> errors) {
        return new TreeMap<>(errors)
                .entrySet().stream()
                        .map(error -> error.getKey() + " x" + error.getValue())
                        .collect(Collectors.joining(", "));
    }
}
