package whoami.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Java tells of the classes that a start needs: how many there are, and, as each stage begins with a class that nothing before it
 * uses, how long the stages are.
 */
record StartStages(long classes, long archived, Map<String, Double> beginnings) {
    private static final Map<String, String> FIRST_CLASSES = new LinkedHashMap<>();

    static {
        FIRST_CLASSES.put("settings and log", "whoami/Main");
        FIRST_CLASSES.put("pool, SQLite's native code", "whoami/Pools");
        FIRST_CLASSES.put("Flyway", "whoami/Migrations");
        FIRST_CLASSES.put("domain", "whoami/Domain");
        FIRST_CLASSES.put("doors, templates", "whoami/Doors");
        FIRST_CLASSES.put("Javalin, Jetty", "io/javalin/Javalin");
        FIRST_CLASSES.put("first page", "whoami/web/Page");
    }

    private static final Pattern INITIALISED = Pattern.compile("\\[([\\d.]+)s] \\d+ Initializing '([^']+)'");

    static StartStages read(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        List<String> loaded =
                lines.stream().filter(line -> line.contains(" source: ")).toList();
        long archived = loaded.stream()
                .filter(line -> line.contains("source: shared objects file"))
                .count();
        Map<String, Double> beginnings = new LinkedHashMap<>();
        FIRST_CLASSES.forEach((stage, first) -> seconds(lines, first).ifPresent(at -> beginnings.put(stage, at * 1e3)));
        return new StartStages(loaded.size(), archived, beginnings);
    }

    private static Optional<Double> seconds(List<String> lines, String initialised) {
        return lines.stream()
                .map(INITIALISED::matcher)
                .filter(Matcher::find)
                .filter(matcher -> matcher.group(2).equals(initialised))
                .map(matcher -> Double.valueOf(matcher.group(1)))
                .findFirst();
    }

    /** How long each stage took, Java's own first; one that is left out is not there. */
    Map<String, Double> millis(double whole) {
        Map<String, Double> millis = new LinkedHashMap<>();
        List<String> stages = new ArrayList<>(beginnings.keySet());
        List<Double> ends = new ArrayList<>(beginnings.values());
        ends.add(whole);
        millis.put("Java", ends.get(0));
        for (int i = 0; i < stages.size(); i++) {
            millis.put(stages.get(i), ends.get(i + 1) - ends.get(i));
        }
        return millis;
    }
}
