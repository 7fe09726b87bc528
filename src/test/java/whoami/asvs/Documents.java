package whoami.asvs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The documents that lie beside the code, as their readers see them. */
final class Documents {
    private Documents() {}

    /** A section of the README, up to the next heading; an empty text if there is none. */
    static String readme(String heading) {
        return section(read("README.md"), "# " + heading + "\n", "\n##");
    }

    /** One of the two large sections of NOTES.rst. */
    static String notes(String heading) {
        return section(read("NOTES.rst"), heading + "\n---", "\n-----");
    }

    /** A part of the large section "Implementation". */
    static String notesOn(String heading) {
        return section(read("NOTES.rst"), "\n" + heading + "\n~~~", "\n~~~~");
    }

    /** The rows of the first table in a text, each as its cells, without the heads. */
    static List<List<String>> table(String markdown) {
        return markdown.lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> Arrays.stream(line.split("\\|"))
                        .skip(1)
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** The row of a table whose first cell begins so. */
    static Optional<List<String>> row(String markdown, String beginning) {
        return table(markdown).stream()
                .filter(cells -> cells.get(0).startsWith(beginning))
                .findFirst();
    }

    /** In one line: a text is broken wherever it is long enough. */
    static String plain(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static String section(String document, String heading, String next) {
        int start = document.indexOf(heading);
        if (start < 0) {
            return "";
        }
        int from = start + heading.length();
        var end = Pattern.compile(Pattern.quote(next)).matcher(document);
        return document.substring(from, end.find(from) ? end.start() : document.length());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
