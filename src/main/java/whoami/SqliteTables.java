package whoami;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What is in the tables of a SQLite database, whichever there are: one that is new is not forgotten. */
record SqliteTables(Connection connection) {
    /** All but Flyway's, those that others refer to first. */
    List<Table> all() {
        List<String> names = texts("SELECT name FROM sqlite_schema WHERE type = 'table'"
                + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'flyway_schema_history' ORDER BY name");
        Set<String> ordered = new LinkedHashSet<>();
        names.forEach(name -> addBehindItsParents(name, ordered));
        return ordered.stream().map(this::table).toList();
    }

    private void addBehindItsParents(String name, Set<String> ordered) {
        texts("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list('" + name + "')").stream()
                .filter(parent -> !parent.equals(name) && !ordered.contains(parent))
                .forEach(parent -> addBehindItsParents(parent, ordered));
        ordered.add(name);
    }

    private Table table(String name) {
        String columns = "SELECT name FROM pragma_table_info('" + name + "')";
        return new Table(name, texts(columns + " ORDER BY cid"), texts(columns + " WHERE pk > 0 ORDER BY pk"));
    }

    long rows(List<Table> tables) {
        return tables.stream()
                .mapToLong(table -> Long.parseLong(
                        texts("SELECT COUNT(*) FROM " + table.name()).get(0)))
                .sum();
    }

    /**
     * Reads all rows in the order of their keys.
     *
     * @throws CommandFailure if there is one that PostgreSQL would not take
     */
    void read(Table table, Consumer<byte[]> line) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(table.select())) {
            while (row.next()) {
                line.accept(line(table, row));
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** As bytes: a text made of them would hide those that are no characters. */
    private static byte[] line(Table table, ResultSet row) throws SQLException {
        var line = new CopyLine();
        for (String column : table.columns()) {
            byte[] value = row.getBytes(column);
            if (value != null && !CopyLine.isText(value)) {
                throw new CommandFailure(
                        "PostgreSQL does not take %s of %s, row %s: there is a NUL or half a character in it"
                                .formatted(column, table.name(), key(table, row)));
            }
            line.add(value);
        }
        return line.end();
    }

    private static String key(Table table, ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String column : table.key()) {
            values.add(new String(row.getBytes(column), StandardCharsets.UTF_8));
        }
        return String.join(", ", values);
    }

    private List<String> texts(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static CommandFailure failure(SQLException e) {
        return CommandFailure.because("cannot read the database", e);
    }
}
