package whoami;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves everything from SQLite into an empty PostgreSQL. The server must not be running. */
@Command(
        name = "whoami copy",
        mixinStandardHelpOptions = true,
        description = "Copies the SQLite database of the settings into an empty PostgreSQL, and compares the two."
                + " The server must not be running. What was copied stays where it is.")
final class Copy implements Runnable {
    private final PrintStream out;

    @Mixin
    private SettingsOption configured;

    @ArgGroup(multiplicity = "1")
    private Target to;

    private static final class Target {
        @Option(names = "--to", paramLabel = "URL", description = "such as jdbc:postgresql://user@host/db")
        private String url;

        @Option(
                names = "--to-file",
                paramLabel = "FILE",
                description =
                        "the file that the URL is in: other users of the machine can read a command and its password")
        private Path file;
    }

    Copy(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        SqliteFile database = SqliteFile.of(configured.load());
        Postgres engine = target();
        if (!database.exists()) {
            throw new CommandFailure("there is no database " + database.path());
        }
        requireSound(database);
        bringUpToDate(engine);
        bringUpToDate(database.engine());
        copy(database, engine);
    }

    private Postgres target() {
        try {
            String url = to.url == null ? Files.readString(to.file).strip() : to.url;
            if (Engine.parse(url) instanceof Postgres postgres) {
                return postgres;
            }
        } catch (IOException e) {
            throw CommandFailure.because("cannot read " + to.file, e);
        } catch (IllegalArgumentException e) {
            // its message may have the password in it
        }
        throw new CommandFailure("where to copy must be such as jdbc:postgresql://user:pass@host/db");
    }

    /** Before anything is changed anywhere. */
    private static void requireSound(SqliteFile database) {
        // tells of a server first: it would look like damage
        database.hold().close();
        database.fault().ifPresent(fault -> {
            throw new CommandFailure(database.path() + " " + fault);
        });
    }

    /** Both sides have the same tables then. One that a newer version has changed is refused. */
    private static void bringUpToDate(Engine engine) {
        Database.open(engine).close();
    }

    /** What would be written meanwhile would be lost, so nobody else gets at the database until all is done. */
    private void copy(SqliteFile database, Postgres engine) {
        try (var held = database.hold();
                var target = PostgresTarget.open(engine)) {
            var source = new SqliteTables(held.connection());
            List<Table> tables = source.all();
            target.requireEmpty(tables);
            copy(tables, source, target);
            target.commit();
        }
        out.println("all of " + database.path() + " is in " + engine);
    }

    /** Each row is a step twice: there, and back for the comparison. */
    private void copy(List<Table> tables, SqliteTables source, PostgresTarget target) {
        // since Java 22 there is a console where there is no terminal, unless one asks for the old one
        System.setProperty("jdk.console", "java.base");
        try (var progress = new CopyProgress(out, System.console() != null, 2 * source.rows(tables))) {
            tables.forEach(table -> copy(table, source, target, progress));
        }
    }

    private static void copy(Table table, SqliteTables source, PostgresTarget target, CopyProgress progress) {
        Contents.Sum sent = send(table, source, target, progress);
        Contents.Sum arrived = lookThrough(table, target, progress);
        if (!sent.equals(arrived)) {
            throw new CommandFailure(table.name() + " has not arrived as it was: " + sent + " became " + arrived);
        }
        progress.say("%-16s %s".formatted(table.name(), arrived));
    }

    private static Contents.Sum send(Table table, SqliteTables source, PostgresTarget target, CopyProgress progress) {
        var contents = new Contents();
        PostgresTarget.Batches batches = target.batches(table);
        source.read(table, line -> {
            contents.add(line);
            batches.add(line);
            progress.step();
        });
        batches.send();
        return contents.sum();
    }

    private static Contents.Sum lookThrough(Table table, PostgresTarget target, CopyProgress progress) {
        var contents = new Contents();
        target.read(table, line -> {
            contents.add(line);
            progress.step();
        });
        return contents.sum();
    }
}
