package whoami;

import com.nimbusds.jose.jwk.ECKey;
import io.github.cdimascio.dotenv.Dotenv;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.eclipse.jetty.util.InetAddressSet;
import whoami.api.JwtKey;
import whoami.mail.Smtp;

/** Everything that can be set, typed and checked. Zero settings are needed to try whoami out. */
public record Settings(
        String host,
        int port,
        Engine database,
        URI baseUrl,
        boolean signupOpen,
        Email email,
        Optional<Smtp> smtp,
        InternetAddress mailFrom,
        int passwordMin,
        Hash hash,
        int bcryptCost,
        Duration sessionIdle,
        Duration sessionMax,
        boolean throttle,
        int postsPerMinute,
        int votesPerMinute,
        Optional<ECKey> jwtKey,
        InetAddressSet trustedProxies,
        boolean jsonLog,
        Optional<InetSocketAddress> metrics) {

    public enum Hash {
        BCRYPT,
        ARGON2ID
    }

    /** What an e-mail address is needed for. */
    public enum Email {
        OPTIONAL,
        /** Asked for at sign-up, and not checked before the log-in. */
        REQUIRED,
        /** No log-in before an address is confirmed. */
        CONFIRMED
    }

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
        Map<Setting, String> given = new EnumMap<>(Setting.class);
        values.forEach((key, value) -> {
            if (key.startsWith(Setting.PREFIX)) {
                given.put(Setting.named(key), value.strip());
            }
        });
        var read = new SettingValues(given);
        int port = read.number(Setting.PORT, 0, 65_535);
        URI baseUrl = given.containsKey(Setting.BASE_URL)
                ? read.checked(Setting.BASE_URL, "must be like https://example.org, without a path", Settings::origin)
                : URI.create("http://localhost:" + port);
        return new Settings(
                read.text(Setting.HOST),
                port,
                read.checked(
                        Setting.DATABASE,
                        "must be jdbc:sqlite: and the name of a file, or like jdbc:postgresql://user:pass@host/db,"
                                + " with what is special in it as %40",
                        Engine::parse),
                baseUrl,
                read.oneOf(Setting.SIGNUP, Map.of("open", true, "closed", false)),
                read.oneOf(
                        Setting.EMAIL,
                        Map.of("optional", Email.OPTIONAL, "required", Email.REQUIRED, "confirmed", Email.CONFIRMED)),
                read.checked(
                        Setting.SMTP,
                        "must be like smtp://user:pass@host:587, with what is special in it as %40",
                        text -> text.isEmpty() ? Optional.empty() : Optional.of(Smtp.parse(text))),
                given.containsKey(Setting.MAIL_FROM)
                        ? read.checked(Setting.MAIL_FROM, "must be an e-mail address", Settings::address)
                        : usualSender(baseUrl),
                read.number(Setting.PASSWORD_MIN, 8, 64),
                read.oneOf(Setting.HASH, Map.of("bcrypt", Hash.BCRYPT, "argon2id", Hash.ARGON2ID)),
                read.number(Setting.BCRYPT_COST, 4, 18),
                read.duration(Setting.SESSION_IDLE),
                read.duration(Setting.SESSION_MAX),
                read.oneOf(Setting.THROTTLE, Map.of("on", true, "off", false)),
                read.number(Setting.POSTS_PER_MINUTE, 1, 1_000_000),
                read.number(Setting.VOTES_PER_MINUTE, 1, 1_000_000),
                read.checked(
                        Setting.JWT_KEY,
                        "must be a readable PEM file with a P-256 key, its private and its public part",
                        file -> file.isEmpty() ? Optional.empty() : Optional.of(JwtKey.read(Path.of(file)))),
                read.checked(
                        Setting.TRUSTED_PROXIES,
                        "must be addresses or networks, separated by commas",
                        Settings::networks),
                read.oneOf(Setting.LOG, Map.of("text", false, "json", true)),
                metrics(read));
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
        Map<String, String> values = new HashMap<>();
        for (String key : properties.stringPropertyNames()) {
            values.put(Setting.named(key).key(), properties.getProperty(key));
        }
        return values;
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

    private static InternetAddress address(String value) {
        try {
            return new InternetAddress(value, true);
        } catch (AddressException e) {
            throw new IllegalArgumentException(value, e);
        }
    }

    private static InternetAddress usualSender(URI baseUrl) {
        var sender = new InternetAddress();
        sender.setAddress("whoami@" + baseUrl.getHost());
        return sender;
    }

    private static Optional<InetSocketAddress> metrics(SettingValues read) {
        return read.text(Setting.METRICS_PORT).isEmpty()
                ? Optional.empty()
                : Optional.of(new InetSocketAddress(
                        read.text(Setting.METRICS_HOST), read.number(Setting.METRICS_PORT, 0, 65_535)));
    }

    private static InetAddressSet networks(String value) {
        var networks = new InetAddressSet();
        Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(networks::add);
        return networks;
    }
}
