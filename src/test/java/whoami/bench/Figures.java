package whoami.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What all benches have measured, as one table: written when each is done, and printed after the last one. A figure that is not what
 * we want of it fails nothing, as it depends on the machine; the table says so.
 */
public final class Figures implements BeforeEachCallback, AfterEachCallback {
    private final String about;
    private Table table;

    /** @param about what the figures of one bench have in common */
    public Figures(String about) {
        this.about = about;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        table = context.getRoot()
                .getStore(Namespace.create(Figures.class))
                .computeIfAbsent(Table.class, key -> new Table(), Table.class);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        table.write();
    }

    /** @param value a format, for what follows it */
    public Row row(String what, String value, Object... values) {
        Row row = new Row(about, what, text(value, values));
        table.rows.add(row);
        return row;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** One figure. What stands beside it was measured in the same run. */
    public static final class Row {
        private final String about;
        private final String what;
        private final String value;
        private String beside = "";
        private String ratio = "";
        private String wanted = "";
        private String reached = "";

        private Row(String about, String what, String value) {
            this.about = about;
            this.what = what;
            this.value = value;
        }

        /** @param limit a format, for what follows it */
        public Row beside(String limit, Object... values) {
            beside = text(limit, values);
            return this;
        }

        public Row ratio(double measured) {
            ratio = text("%.3f", measured);
            return this;
        }

        public Row ratioOfAtLeast(double measured, double least) {
            return ratio(measured).atLeast(measured, least, "");
        }

        public Row ratioOfAtMost(double measured, double most) {
            return ratio(measured).atMost(measured, most, "");
        }

        public Row atLeast(double measured, double least, String unit) {
            return wanted("at least " + number(least) + unit, measured >= least);
        }

        public Row atMost(double measured, double most, String unit) {
            return wanted("at most " + number(most) + unit, measured <= most);
        }

        public Row wanted(String aim, boolean isSo) {
            wanted = aim;
            reached = isSo ? "yes" : "NO";
            return this;
        }

        private static String number(double value) {
            return value == Math.rint(value) ? text("%,.0f", value) : String.valueOf(value);
        }

        private List<String> cells() {
            return List.of(about, what, value, beside, ratio, wanted, reached);
        }
    }

    /** Lives as long as all benches together. */
    private static final class Table implements AutoCloseable {
        private static final List<String> HEAD =
                List.of("about", "figure", "value", "beside", "ratio", "wanted", "reached");

        private final List<Row> rows = new ArrayList<>();

        private void write() throws IOException {
            Files.writeString(Path.of(System.getProperty("table")), this + "\n");
        }

        @Override
        public void close() {
            System.out.println(this);
        }

        @Override
        public String toString() {
            List<List<String>> lines = new ArrayList<>(List.of(HEAD));
            rows.forEach(row -> lines.add(row.cells()));
            List<Integer> widths = new ArrayList<>();
            for (int i = 0; i < HEAD.size(); i++) {
                int column = i;
                widths.add(lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElseThrow());
            }
            lines.add(1, widths.stream().map("-"::repeat).toList());
            return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n"));
        }

        private static String line(List<String> cells, List<Integer> widths) {
            var line = new StringBuilder("|");
            for (int i = 0; i < cells.size(); i++) {
                String cell = cells.get(i);
                line.append(' ')
                        .append(cell)
                        .append(" ".repeat(widths.get(i) - cell.length()))
                        .append(" |");
            }
            return line.toString();
        }
    }
}
