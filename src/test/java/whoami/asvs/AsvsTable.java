package whoami.asvs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Writes {@code target/asvs.md} when all tests are done: what each requirement asks for, and whether it holds. */
public final class AsvsTable implements TestWatcher {
    private static final Path FILE = Path.of("target", "asvs.md");

    /** What has come of the tests in this run, written down at its end. */
    private static final class Results implements AutoCloseable {
        /** The claim of a test, and whether it holds. */
        private record Result(String claim, String verdict) {}

        private final Map<String, Result> byNumber = new ConcurrentHashMap<>();

        void add(String testName, String verdict) {
            Requirement.numberOf(testName)
                    .ifPresent(number -> byNumber.put(number, new Result(Requirement.claimOf(testName), verdict)));
        }

        @Override
        public void close() throws IOException {
            Map<String, Requirement.Row> rows =
                    Requirement.rows().stream().collect(Collectors.toMap(Requirement.Row::number, row -> row));
            List<String> lines = Requirement.inScope().stream()
                    .map(requirement -> line(requirement, Optional.ofNullable(rows.get(requirement.number()))))
                    .toList();
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, """
                    # OWASP ASVS 5.0.0

                    | requirement | level | claim | verdict |
                    |---|---|---|---|
                    %s
                    """.formatted(String.join("\n", lines)));
        }

        private String line(Requirement requirement, Optional<Requirement.Row> row) {
            Result result = byNumber.getOrDefault(
                    requirement.number(), new Result("-", row.isPresent() ? "holds" : "**not run**"));
            String verdict = row.filter(said -> result.verdict().equals("holds"))
                    .map(said -> said.verdict() + ": " + said.reason())
                    .orElse(result.verdict());
            return "| %s | %d | %s | %s |"
                    .formatted(requirement.number(), requirement.level(), result.claim(), verdict);
        }
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        note(context, "holds");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        note(context, "**does not hold**");
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        note(context, "**not run**");
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        note(context, "**not run**");
    }

    private static void note(ExtensionContext context, String verdict) {
        if (context.getRequiredTestClass().getPackage().equals(AsvsTable.class.getPackage())) {
            context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(AsvsTable.class))
                    .computeIfAbsent(Results.class, type -> new Results(), Results.class)
                    .add(context.getRequiredTestMethod().getName(), verdict);
        }
    }
}
