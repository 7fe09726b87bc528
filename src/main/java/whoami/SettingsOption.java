package whoami;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command finds the settings: in the same places as the server. */
final class SettingsOption {
    @Option(names = "--config", description = "a file with settings, as for the server")
    private Path config;

    Settings load() {
        return Settings.load(Path.of(""), config, System.getenv());
    }
}
