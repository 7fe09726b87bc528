package whoami.asvs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A requirement of OWASP ASVS 5.0.0 that is in scope here. A test shows it whose name begins with its number, such as
 * {@code v6_2_1_}; the rest of the name is the claim. What no test can show has a row that says why.
 *
 * @param level the lowest one that asks for it
 */
record Requirement(String number, int level) {
    private static final Pattern TEST_NAME = Pattern.compile("v(\\d+)_(\\d+)_(\\d+)_(\\w+)");

    /**
     * What is said of a requirement beside its test, or instead of one.
     *
     * @param verdict one of {@link #NOT_APPLICABLE}, {@link #NOT_YET} and {@link #IN_PART}
     */
    record Row(String number, String verdict, String reason) {
        static final String NOT_APPLICABLE = "does not apply";
        static final String NOT_YET = "not yet";

        /** There is a test too, and the reason says what it does not show. */
        static final String IN_PART = "holds in part";
    }

    static List<Requirement> inScope() {
        return table("requirements.tsv")
                .map(cells -> new Requirement(cells[0], Integer.parseInt(cells[1])))
                .sorted(Comparator.comparing(Requirement::order))
                .toList();
    }

    static List<Row> rows() {
        return table("rows.tsv")
                .map(cells -> new Row(cells[0], cells[1], cells[2]))
                .toList();
    }

    /** Every test that lies beside this class. */
    static List<Method> tests() {
        try (Stream<Path> files =
                Files.list(Path.of(Requirement.class.getResource(".").toURI()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.class"))
                    .map(name -> name.substring(0, name.indexOf('.')))
                    .map(Requirement::load)
                    .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(Test.class))
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(Requirement.class.getPackageName() + "." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number in the name of a test, if there is one. */
    static Optional<String> numberOf(String testName) {
        Matcher name = TEST_NAME.matcher(testName);
        return name.matches()
                ? Optional.of(String.join(".", name.group(1), name.group(2), name.group(3)))
                : Optional.empty();
    }

    static String claimOf(String testName) {
        return TEST_NAME.matcher(testName).replaceFirst("$4").replace('_', ' ');
    }

    /** 6.10.1 comes after 6.9.1. */
    private String order() {
        return Stream.of(number.split("\\.")).map("%3s"::formatted).reduce("", String::concat);
    }

    private static Stream<String[]> table(String name) {
        try (InputStream file = Requirement.class.getResourceAsStream("/asvs/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
