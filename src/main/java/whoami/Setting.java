package whoami;

import java.util.Arrays;
import java.util.stream.Collectors;

/** One setting: its name is {@code WHOAMI_} and the constant's name. */
enum Setting {
    HOST("127.0.0.1", "address to listen on; 0.0.0.0 for all"),
    PORT("7070", "port to listen on; 0 for any free one"),
    DATABASE("jdbc:sqlite:whoami.db", "where the data is; or jdbc:postgresql://user:pass@host/db"),
    TLS_CERT("", "PEM file with the certificate and its chain: whoami then speaks https itself"),
    TLS_KEY("", "PEM file with the certificate's key, RSA or EC"),
    TLS_PORT("7443", "port for https; 0 for any free one"),
    BASE_URL("http://localhost:<port>", "what people type to get here; https makes the cookie Secure"),
    SIGNUP("open", "open or closed"),
    EMAIL("optional", "optional, required (asked for at sign-up) or confirmed (no log-in before)"),
    SMTP("", "smtp://user:pass@host:587 or smtps://...; empty: letters go to the log"),
    MAIL_FROM("whoami@<host>", "whom letters are from, such as Accounts <accounts@example.org>"),
    PASSWORD_MIN("8", "characters a password must have at least, 8 to 64"),
    PASSWORD_WORDS("", "words that no password may be made of, such as acme,warehouse"),
    HASH("bcrypt", "bcrypt or argon2id, for passwords set or used from now on"),
    BCRYPT_COST("12", "work for each password, 4 to 18; each step doubles it, below 10 is for tests only"),
    SESSION_IDLE("14d", "how long a log-in lasts without a visit (s, m, h or d)"),
    SESSION_MAX("30d", "how long a log-in lasts at the most"),
    THROTTLE("on", "on or off; off is for load tests only"),
    POSTS_PER_MINUTE("30", "posts that a user may write in a minute, 1 to 1000000"),
    VOTES_PER_MINUTE("300", "votes that a user may give in a minute, 1 to 1000000"),
    JWT_KEY("", "PEM file with the EC key (P-256) to sign access tokens with; empty: keys of its own"),
    TRUSTED_PROXIES("", "networks whose X-Forwarded-For is believed, such as 127.0.0.1,10.0.0.0/8"),
    LOG("text", "text or json (one object a line)"),
    METRICS_HOST("127.0.0.1", "address to listen on for Prometheus"),
    METRICS_PORT("", "port to listen on for Prometheus, 0 for any free one; empty: no metrics");

    static final String PREFIX = "WHOAMI_";
    private static final String OF_FILE = "_FILE";

    final String defaultValue;
    final String help;

    Setting(String defaultValue, String help) {
        this.defaultValue = defaultValue;
        this.help = help;
    }

    String key() {
        return PREFIX + name();
    }

    /** The name of the setting that says which file the value is in. Only secrets have one. */
    String fileKey() {
        return key() + OF_FILE;
    }

    /** Whether there may be a password in it, which has no place in a log or in the environment. */
    boolean isSecret() {
        return this == DATABASE || this == SMTP;
    }

    static boolean isOfFile(String key) {
        return key.endsWith(OF_FILE);
    }

    /** @throws StartupFailure if there is no such setting */
    static Setting named(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow(() -> unknown(key));
    }

    /** @throws StartupFailure if there is no secret that can be in a file by this name */
    static Setting ofFile(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.isSecret() && setting.fileKey().equals(key))
                .findFirst()
                .orElseThrow(() -> unknown(key));
    }

    static StartupFailure unknown(String key) {
        return new StartupFailure("unknown setting " + key + " (--help lists them)");
    }

    /** For {@code --help}: every setting with its default. */
    static String help() {
        return Arrays.stream(values())
                .map(setting -> "  %-23s %-24s %s".formatted(setting.key(), setting.defaultValue, setting.fullHelp()))
                .collect(Collectors.joining("\n"));
    }

    private String fullHelp() {
        return isSecret() ? help + " (" + fileKey() + ": the file that it is in)" : help;
    }
}
