package whoami;

import io.github.cdimascio.dotenv.Dotenv;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** Where settings come from: the environment, files with many of them, and files with one secret each. */
final class SettingSources {
    private SettingSources() {}

    /** @throws StartupFailure if a file that is there cannot be read, or one that was named is not there */
    static Map<String, String> read(Path folder, Path config, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        values.putAll(dotenv(folder));
        values.putAll(properties(config == null ? folder.resolve("whoami.properties") : config, config != null));
        values.putAll(environment);
        return values;
    }

    /** @throws StartupFailure on a name that is no setting's, and on a secret that is given twice */
    static Map<Setting, String> byName(Map<String, String> values) {
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        values.forEach((key, value) -> {
            if (key.startsWith(Setting.PREFIX)) {
                boolean inFile = Setting.isOfFile(key);
                Setting setting = inFile ? Setting.ofFile(key) : Setting.named(key);
                String before = given.put(setting, (inFile ? contents(key, value) : value).strip());
                if (before != null) {
                    throw new StartupFailure(setting.key() + " and " + setting.fileKey() + " cannot both be given");
                }
            }
        });
        return given;
    }

    private static Map<String, String> dotenv(Path folder) {
        if (!Files.exists(folder.resolve(".env"))) {
            return Map.of();
        }
        try {
            Dotenv file = Dotenv.configure()
                    // the library takes a relative path, such as the empty one of the working folder, for one from the
                    // root
                    .directory(folder.toAbsolutePath().toString())
                    .load();
            return file.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE).stream()
                    .collect(Collectors.toMap(
                            entry -> entry.getKey(), entry -> entry.getValue(), (first, last) -> last));
        } catch (RuntimeException e) {
            throw new StartupFailure("cannot read " + folder.resolve(".env") + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> properties(Path file, boolean required) {
        if (!required && !Files.exists(file)) {
            return Map.of();
        }
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupFailure("cannot read the settings in " + file + ": " + e, e);
        }
        Map<String, String> values = new HashMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (!key.startsWith(Setting.PREFIX)) {
                throw Setting.unknown(key);
            }
            values.put(key, properties.getProperty(key));
        }
        return values;
    }

    private static String contents(String key, String file) {
        try {
            return Files.readString(Path.of(file.strip()));
        } catch (IOException | InvalidPathException e) {
            throw new StartupFailure("cannot read the file of " + key + ": " + e, e);
        }
    }
}
