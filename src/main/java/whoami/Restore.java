package whoami;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a backup in the place of the database. The server must not be running. */
@Command(
        name = "whoami restore",
        mixinStandardHelpOptions = true,
        description = "Puts a backup in the place of the database of the settings. The server must not be running.")
final class Restore implements Runnable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final PrintStream out;

    @Mixin
    private SettingsOption configured;

    @Option(names = "--force", description = "put aside the database that is there, under another name")
    private boolean force;

    @Parameters(paramLabel = "FILE", description = "what backup has written")
    private Path file;

    Restore(PrintStream out) {
        this.out = out;
    }

    @Override
    public void run() {
        SqliteFile database = SqliteFile.of(configured.load());
        if (!Files.isRegularFile(file)) {
            throw new CommandFailure("there is no file " + file);
        }
        if (database.exists() && !force) {
            throw new CommandFailure(database.path() + " is there already: with --force it is put aside");
        }
        try (PartFile part = PartFile.of(database.path())) {
            copyTo(part.path());
            replace(database, part);
        } catch (IOException e) {
            throw CommandFailure.because("cannot restore " + file, e);
        }
    }

    /** What is looked through is the copy that takes the place: nobody can change it in between. */
    private void copyTo(Path copy) throws IOException {
        if (new SqliteFile(file).hasCompanions()) {
            throw new CommandFailure(
                    file + " is a database at work, and no backup: some of it is in the files beside it");
        }
        try (OutputStream target = Files.newOutputStream(copy)) {
            Files.copy(file, target);
        }
        new SqliteFile(copy).fault().ifPresent(fault -> {
            throw new CommandFailure(file + " " + fault);
        });
    }

    private void replace(SqliteFile database, PartFile part) throws IOException {
        try (var held = database.hold()) {
            Path old = Path.of(database.path() + ".before-" + TIME.format(Instant.now()));
            boolean replaces = database.exists();
            database.keepAs(old);
            if (replaces) {
                part.replace();
                out.println("what was there before is " + old);
            } else {
                part.publish();
            }
        }
    }
}
