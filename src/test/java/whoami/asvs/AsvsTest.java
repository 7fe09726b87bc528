package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import whoami.asvs.Requirement.Row;

/** Whether the table is complete: no requirement is left out, and none is counted twice. */
@Tag("asvs")
class AsvsTest {
    private static final List<String> TESTED = Requirement.tests().stream()
            .map(Method::getName)
            .flatMap(name -> Requirement.numberOf(name).stream())
            .toList();

    @Test
    void every_requirement_has_a_test_or_a_row_that_says_why_not() {
        Set<String> inScope =
                Requirement.inScope().stream().map(Requirement::number).collect(sorted());
        Set<String> dealtWith =
                Stream.concat(TESTED.stream(), instead().map(Row::number)).collect(sorted());
        assertEquals(inScope, dealtWith);
    }

    @Test
    void no_requirement_has_two_tests_or_a_test_and_a_row_instead_of_one() {
        List<String> all =
                Stream.concat(TESTED.stream(), instead().map(Row::number)).toList();
        assertEquals(
                new TreeSet<>(all).size(),
                all.size(),
                all.stream().sorted().toList().toString());
    }

    @Test
    void what_holds_in_part_has_a_test_too() {
        rows(Row.IN_PART).forEach(row -> assertTrue(TESTED.contains(row.number()), row.number()));
    }

    @Test
    void each_row_has_a_reason_and_one_of_three_verdicts() {
        for (Row row : Requirement.rows()) {
            assertTrue(Set.of(Row.NOT_APPLICABLE, Row.NOT_YET, Row.IN_PART).contains(row.verdict()), row.verdict());
            assertTrue(row.reason().length() > 10, row.reason());
        }
    }

    @Test
    void the_notes_name_whatever_does_not_simply_hold() {
        String implementation = Documents.notes("Implementation");
        String limitations = Documents.notes("Limitations/Future Work");
        rows(Row.NOT_APPLICABLE).forEach(row -> assertTrue(names(implementation, row), "not in NOTES: " + row));
        rows(Row.NOT_YET).forEach(row -> assertTrue(names(limitations, row), "not in NOTES: " + row));
        rows(Row.IN_PART).forEach(row -> assertTrue(names(limitations, row), "not in NOTES: " + row));
    }

    private static boolean names(String text, Row row) {
        return List.of(text.split("[^0-9.]+")).stream()
                .map(number -> number.replaceFirst("\\.$", ""))
                .anyMatch(row.number()::equals);
    }

    private static Stream<Row> instead() {
        return Requirement.rows().stream().filter(row -> !row.verdict().equals(Row.IN_PART));
    }

    private static Stream<Row> rows(String verdict) {
        return Requirement.rows().stream().filter(row -> row.verdict().equals(verdict));
    }

    private static Collector<String, ?, TreeSet<String>> sorted() {
        return Collectors.toCollection(TreeSet::new);
    }
}
