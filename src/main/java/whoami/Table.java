package whoami;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that is to be copied.
 *
 * @param key the columns of its primary key, in turn
 */
record Table(String name, List<String> columns, List<String> key) {
    String select() {
        return "SELECT %s FROM %s ORDER BY %s".formatted(all(), name, String.join(", ", key));
    }

    String copyIn() {
        return "COPY %s (%s) FROM STDIN".formatted(name, all());
    }

    /** In the same order as {@link #select}: SQLite orders by bytes. */
    String copyOut() {
        String byBytes = key.stream().map(column -> column + " COLLATE \"C\"").collect(Collectors.joining(", "));
        return "COPY (SELECT %s FROM %s ORDER BY %s) TO STDOUT".formatted(all(), name, byBytes);
    }

    private String all() {
        return String.join(", ", columns);
    }
}
