package whoami;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The tables, brought up to date by the scripts in the jar. */
final class Migrations {
    /** Of the scripts for all engines. */
    static final String NEWEST = "8";

    private Migrations() {}

    /** @throws org.flywaydb.core.api.FlywayException if a script fails, or a newer whoami has been at work */
    static void apply(Engine engine, DataSource source) throws SQLException {
        if (isUpToDate(source)) {
            return;
        }
        at(source, engine.migrations(source))
                // a database that a newer whoami has already changed is refused, not guessed at
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
    }

    /**
     * Flyway would find out the same in a third of the time of a start. Whatever is not just as the newest script has left it, is its
     * business.
     */
    private static boolean isUpToDate(DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet last = statement.executeQuery(
                        "SELECT version, (SELECT COUNT(*) FROM flyway_schema_history WHERE NOT success)"
                                + " FROM flyway_schema_history ORDER BY installed_rank DESC LIMIT 1")) {
            return last.next() && NEWEST.equals(last.getString(1)) && last.getInt(2) == 0;
        } catch (SQLException e) {
            // there is no such table yet
            return false;
        }
    }

    static FluentConfiguration at(DataSource source, List<String> locations) {
        return Flyway.configure().dataSource(source).locations(locations.toArray(String[]::new));
    }
}
