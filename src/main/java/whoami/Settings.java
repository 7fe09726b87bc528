package whoami;

import com.nimbusds.jose.jwk.ECKey;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.util.InetAddressSet;
import whoami.api.JwtKey;
import whoami.mail.Smtp;
import whoami.tls.Tls;

/** Everything that can be set, typed and checked. Zero settings are needed to try whoami out. */
public record Settings(
        String host,
        int port,
        Optional<Tls> tls,
        Engine database,
        URI baseUrl,
        boolean signupOpen,
        Email email,
        Optional<Smtp> smtp,
        String mailFrom,
        int passwordMin,
        Set<String> siteWords,
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
        return of(SettingSources.read(folder, config, environment));
    }

    /** @throws StartupFailure on a name or a value that makes no sense */
    public static Settings of(Map<String, String> values) {
        var read = new SettingValues(SettingSources.byName(values));
        int port = read.number(Setting.PORT, 0, 65_535);
        Optional<Tls> tls = tls(read);
        URI baseUrl = baseUrl(read, port, tls);
        return new Settings(
                read.text(Setting.HOST),
                port,
                tls,
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
                read.isGiven(Setting.MAIL_FROM)
                        ? read.checked(Setting.MAIL_FROM, "must be an e-mail address", Settings::address)
                        : "whoami@" + baseUrl.getHost().replaceFirst("\\.$", ""),
                read.number(Setting.PASSWORD_MIN, 8, 64),
                read.checked(
                        Setting.PASSWORD_WORDS,
                        "must be words of 3 characters or more, separated by commas",
                        text -> siteWords(text, baseUrl)),
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

    /** Without the values, some of which are secrets. */
    @Override
    public String toString() {
        return "Settings of " + baseUrl;
    }

    public boolean https() {
        return baseUrl.getScheme().equals("https");
    }

    private static Optional<Tls> tls(SettingValues read) {
        String certificate = read.text(Setting.TLS_CERT);
        String key = read.text(Setting.TLS_KEY);
        if (certificate.isEmpty() && key.isEmpty() && !read.isGiven(Setting.TLS_PORT)) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            Setting missing = certificate.isEmpty() ? Setting.TLS_CERT : Setting.TLS_KEY;
            throw new StartupFailure(missing.key() + " is missing: https takes both a certificate and its key");
        }
        return Optional.of(new Tls(Path.of(certificate), Path.of(key), read.number(Setting.TLS_PORT, 0, 65_535)));
    }

    private static URI baseUrl(SettingValues read, int port, Optional<Tls> tls) {
        if (!read.isGiven(Setting.BASE_URL)) {
            return URI.create(tls.map(own -> "https://localhost:" + own.port()).orElse("http://localhost:" + port));
        }
        String scheme = tls.isPresent() ? "https" : "https?";
        return read.checked(
                Setting.BASE_URL,
                "must be like https://example.org, without a path"
                        + (tls.isPresent() ? ", as WHOAMI_TLS_CERT is given" : ""),
                text -> origin(text, scheme));
    }

    private static URI origin(String value, String scheme) {
        URI uri = URI.create(value);
        boolean web = uri.getScheme() != null && uri.getScheme().matches(scheme);
        boolean bare = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
        if (!web || !bare || uri.getHost() == null || !uri.getPath().matches("/?")) {
            throw new IllegalArgumentException(value);
        }
        return URI.create(uri.getScheme() + "://" + uri.getAuthority().toLowerCase(Locale.ROOT));
    }

    private static String address(String value) {
        try {
            new InternetAddress(value, true);
            return value;
        } catch (AddressException e) {
            throw new IllegalArgumentException(value, e);
        }
    }

    /** What somebody who guesses knows of this site: how it is called, and how it is reached. */
    private static Set<String> siteWords(String given, URI baseUrl) {
        List<String> own = Arrays.stream(given.split(",")).map(String::strip).toList();
        if (!given.isEmpty() && own.stream().anyMatch(word -> word.length() < 3)) {
            throw new IllegalArgumentException(given);
        }
        return Set.copyOf(
                Stream.of(List.of("whoami"), own, List.of(baseUrl.getHost().split("\\.")))
                        .flatMap(List::stream)
                        .toList());
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
