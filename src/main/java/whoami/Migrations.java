package whoami;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The tables, brought up to date by the scripts in the jar. */
final class Migrations {
    private Migrations() {}

    /** @throws org.flywaydb.core.api.FlywayException if a script fails, or a newer whoami has been at work */
    static void apply(Engine engine, DataSource source) throws SQLException {
        at(source, engine.migrations(source))
                // a database that a newer whoami has already changed is refused, not guessed at
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
    }

    static FluentConfiguration at(DataSource source, List<String> locations) {
        return Flyway.configure().dataSource(source).locations(locations.toArray(String[]::new));
    }
}
