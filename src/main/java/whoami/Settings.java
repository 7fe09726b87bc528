package whoami;

import io.github.cdimascio.dotenv.Dotenv;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.InetAddressSet;

/** Everything that can be set, typed and checked. Zero settings are needed to try whoami out. */
public record Settings(
        String host,
        int port,
        String database,
        URI baseUrl,
        boolean signupOpen,
        int passwordMin,
        Hash hash,
        int bcryptCost,
        Duration sessionIdle,
        Duration sessionMax,
        InetAddressSet trustedProxies) {

    public enum Hash {
        BCRYPT,
        ARGON2ID
    }

    /** One setting: its name is {@code WHOAMI_} and the constant's name. */
    enum Name {
        HOST("127.0.0.1", "address to listen on; 0.0.0.0 for all"),
        PORT("7070", "port to listen on; 0 for any free one"),
        DATABASE("jdbc:sqlite:whoami.db", "where the data is"),
        BASE_URL("http://localhost:<port>", "what people type to get here; https makes the cookie Secure"),
        SIGNUP("open", "open or closed"),
        PASSWORD_MIN("8", "characters a password must have at least, 8 to 64"),
        HASH("bcrypt", "bcrypt or argon2id, for passwords set or used from now on"),
        BCRYPT_COST("12", "work for each password, 4 to 18; each step doubles it, below 10 is for tests only"),
        SESSION_IDLE("14d", "how long a log-in lasts without a visit (s, m, h or d)"),
        SESSION_MAX("30d", "how long a log-in lasts at the most"),
        TRUSTED_PROXIES("", "networks whose X-Forwarded-For is believed, such as 127.0.0.1,10.0.0.0/8");

        final String standard;
        final String help;

        Name(String standard, String help) {
            this.standard = standard;
            this.help = help;
        }

        String key() {
            return PREFIX + name();
        }
    }

    private static final String PREFIX = "WHOAMI_";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})([smhd])");

    /**
     * The environment over a properties file over a {@code .env}, over the defaults.
     *
     * @param config a properties file that must exist, or null for {@code whoami.properties} in the folder, if there is one
     * @throws StartupFailure on a name or a value that makes no sense
     */
    public static Settings load(Path folder, Path config, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        values.putAll(dotenv(folder));
        values.putAll(properties(config == null ? folder.resolve("whoami.properties") : config, config != null));
        values.putAll(environment);
        return of(values);
    }

    /** @throws StartupFailure on a name or a value that makes no sense */
    public static Settings of(Map<String, String> values) {
        Map<Name, String> given = new EnumMap<>(Name.class);
        values.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                given.put(known(key), value.strip());
            }
        });
        var read = new Values(given);
        int port = read.number(Name.PORT, 0, 65_535);
        return new Settings(
                read.text(Name.HOST),
                port,
                read.checked(Name.DATABASE, "must start with jdbc:sqlite:", Settings::database),
                given.containsKey(Name.BASE_URL)
                        ? read.checked(
                                Name.BASE_URL, "must be like https://example.org, without a path", Settings::origin)
                        : URI.create("http://localhost:" + port),
                read.oneOf(Name.SIGNUP, Map.of("open", true, "closed", false)),
                read.number(Name.PASSWORD_MIN, 8, 64),
                read.oneOf(Name.HASH, Map.of("bcrypt", Hash.BCRYPT, "argon2id", Hash.ARGON2ID)),
                read.number(Name.BCRYPT_COST, 4, 18),
                read.duration(Name.SESSION_IDLE),
                read.duration(Name.SESSION_MAX),
                read.checked(
                        Name.TRUSTED_PROXIES,
                        "must be addresses or networks, separated by commas",
                        Settings::networks));
    }

    /** For {@code --help}: every setting with its default. */
    static String help() {
        return Arrays.stream(Name.values())
                .map(name -> "  %-23s %-24s %s".formatted(name.key(), name.standard, name.help))
                .collect(Collectors.joining("\n"));
    }

    public boolean https() {
        return baseUrl.getScheme().equals("https");
    }

    private static Map<String, String> dotenv(Path folder) {
        try {
            Dotenv file = Dotenv.configure()
                    .directory(folder.toString())
                    .ignoreIfMissing()
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
        return properties.stringPropertyNames().stream()
                .peek(Settings::known)
                .collect(Collectors.toMap(key -> key, properties::getProperty));
    }

    private static Name known(String key) {
        return Arrays.stream(Name.values())
                .filter(name -> name.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new StartupFailure("unknown setting " + key + " (--help lists them)"));
    }

    private static String database(String value) {
        if (!value.startsWith("jdbc:sqlite:") || value.equals("jdbc:sqlite:")) {
            throw new IllegalArgumentException(value);
        }
        return value;
    }

    private static URI origin(String value) {
        URI uri = URI.create(value);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
        if (!web || !bare || uri.getHost() == null || !uri.getPath().matches("/?")) {
            throw new IllegalArgumentException(value);
        }
        return URI.create(uri.getScheme() + "://" + uri.getAuthority().toLowerCase(Locale.ROOT));
    }

    private static InetAddressSet networks(String value) {
        var networks = new InetAddressSet();
        Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(networks::add);
        return networks;
    }

    private record Values(Map<Name, String> given) {
        String text(Name name) {
            return given.getOrDefault(name, name.standard);
        }

        int number(Name name, int least, int most) {
            return checked(name, "must be a number from " + least + " to " + most, text -> {
                int number = Integer.parseInt(text);
                if (number < least || number > most) {
                    throw new IllegalArgumentException(text);
                }
                return number;
            });
        }

        Duration duration(Name name) {
            return checked(name, "must be a whole number and s, m, h or d, such as 14d", text -> {
                Matcher matcher = DURATION.matcher(text);
                if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                    throw new IllegalArgumentException(text);
                }
                return Duration.parse((matcher.group(2).equals("d") ? "P" : "PT") + text);
            });
        }

        <T> T oneOf(Name name, Map<String, T> choices) {
            String allowed = choices.keySet().stream().sorted().collect(Collectors.joining(" or "));
            return checked(name, "must be " + allowed, text -> {
                if (!choices.containsKey(text)) {
                    throw new IllegalArgumentException(text);
                }
                return choices.get(text);
            });
        }

        <T> T checked(Name name, String rule, Function<String, T> parser) {
            try {
                return parser.apply(text(name));
            } catch (RuntimeException e) {
                throw new StartupFailure(name.key() + " " + rule + ", and is '" + text(name) + "'", e);
            }
        }
    }
}
