package whoami.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code target/chaos.md}: what was done, how often, what clients saw, what was lost. Each run of a harness begins its part anew. */
final class ChaosTable {
    private static final Path PARTS = Path.of("target", "chaos");
    private static final Path WHOLE = Path.of("target", "chaos.md");
    private static final String HEAD =
            "| what was done | how often | what clients saw | acknowledged | lost |\n|---|---|---|---|---|\n";

    private ChaosTable() {}

    static void row(String what, int times, String seen, String acknowledged, List<String> lost) throws IOException {
        String row = "| " + what + " | " + times + " | " + seen + " | " + acknowledged + " | "
                + (lost.isEmpty() ? "nothing" : String.join(", ", lost)) + " |\n";
        System.out.print(row);
        Files.createDirectories(PARTS);
        Files.writeString(PARTS.resolve(what.replaceAll("\\W+", "-") + ".md"), row);
        var table = new StringBuilder(HEAD);
        try (var parts = Files.list(PARTS)) {
            for (Path part : parts.sorted().toList()) {
                table.append(Files.readString(part));
            }
        }
        Files.writeString(WHOLE, table);
    }
}
