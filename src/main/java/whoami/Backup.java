package whoami;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies the database into a file. The server may be running, and written to. */
@Command(
        name = "whoami backup",
        mixinStandardHelpOptions = true,
        description =
                "Copies the database of the settings into a new file, and looks through the copy. The server may be running.")
final class Backup implements Runnable {
    @Mixin
    private SettingsOption configured;

    @Parameters(paramLabel = "FILE", description = "a name that is not taken")
    private Path file;

    @Override
    public void run() {
        SqliteFile database = SqliteFile.of(configured.load());
        if (!database.exists()) {
            throw new CommandFailure("there is no database " + database.path());
        }
        if (Files.exists(file)) {
            throw new CommandFailure(file + " is there already");
        }
        try (PartFile part = PartFile.of(file)) {
            database.copyTo(part.path());
            new SqliteFile(part.path()).fault().ifPresent(fault -> {
                throw new CommandFailure(database.path() + " " + fault);
            });
            part.publish();
        } catch (IOException e) {
            throw CommandFailure.because("cannot write " + file, e);
        }
    }
}
