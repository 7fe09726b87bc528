package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import whoami.tls.Tls;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void no_setting_is_needed() {
        Settings settings = Settings.load(folder, null, Map.of("PATH", "/bin"));
        assertEquals("127.0.0.1", settings.host());
        assertEquals(7070, settings.port());
        assertEquals("jdbc:sqlite:whoami.db", settings.database().toString());
        assertEquals(URI.create("http://localhost:7070"), settings.baseUrl());
        assertTrue(settings.signupOpen());
        assertEquals(8, settings.passwordMin());
        assertEquals(Settings.Hash.BCRYPT, settings.hash());
        assertEquals(12, settings.bcryptCost());
        assertEquals(Duration.ofDays(14), settings.sessionIdle());
        assertEquals(Duration.ofDays(30), settings.sessionMax());
        assertTrue(settings.throttle());
        assertTrue(settings.trustedProxies().isEmpty());
        assertFalse(settings.jsonLog());
        assertTrue(settings.metrics().isEmpty());
    }

    @Test
    void metrics_are_for_this_machine_unless_another_address_is_set_whatever_the_pages_listen_on() {
        Map<String, String> open = Map.of("WHOAMI_HOST", "0.0.0.0", "WHOAMI_METRICS_PORT", "9090");
        assertEquals(
                new InetSocketAddress("127.0.0.1", 9090),
                Settings.of(open).metrics().orElseThrow());
        assertEquals(
                new InetSocketAddress("10.0.0.1", 0),
                Settings.of(Map.of("WHOAMI_METRICS_HOST", "10.0.0.1", "WHOAMI_METRICS_PORT", "0"))
                        .metrics()
                        .orElseThrow());
    }

    @Test
    void the_environment_wins_over_the_properties_file_and_that_over_dotenv() throws IOException {
        Files.writeString(
                folder.resolve(".env"), "WHOAMI_PORT=1\nWHOAMI_PASSWORD_MIN=11\nWHOAMI_HOST=\"0.0.0.0\"\nOTHER=x\n");
        Files.writeString(folder.resolve("whoami.properties"), "WHOAMI_PORT=2\nWHOAMI_PASSWORD_MIN=12\n");
        Settings settings = Settings.load(folder, null, Map.of("WHOAMI_PORT", "3"));
        assertEquals(3, settings.port());
        assertEquals(12, settings.passwordMin());
        assertEquals("0.0.0.0", settings.host());
    }

    @Test
    void a_properties_file_can_be_named() throws IOException {
        Path file = Files.writeString(folder.resolve("my.conf"), "WHOAMI_SESSION_IDLE = 90m\n");
        assertEquals(
                Duration.ofMinutes(90), Settings.load(folder, file, Map.of()).sessionIdle());
    }

    @Test
    void a_named_properties_file_that_is_missing_is_an_error() {
        refused(() -> Settings.load(folder, folder.resolve("none"), Map.of()), "none");
    }

    @Test
    void the_base_url_follows_the_port() {
        assertEquals(
                URI.create("http://localhost:8080"),
                Settings.of(Map.of("WHOAMI_PORT", "8080")).baseUrl());
    }

    @Test
    void a_base_url_may_end_in_a_slash_and_is_kept_without() {
        Settings settings = Settings.of(Map.of("WHOAMI_BASE_URL", "https://Example.org/"));
        assertEquals(URI.create("https://example.org"), settings.baseUrl());
        assertTrue(settings.https());
    }

    @Test
    void with_a_certificate_people_come_by_https() {
        Map<String, String> pair = Map.of("WHOAMI_TLS_CERT", "cert.pem", "WHOAMI_TLS_KEY", "key.pem");
        Settings settings = Settings.of(pair);
        assertEquals(
                new Tls(Path.of("cert.pem"), Path.of("key.pem"), 7443),
                settings.tls().orElseThrow());
        assertEquals(URI.create("https://localhost:7443"), settings.baseUrl());
        assertTrue(settings.https());
        Map<String, String> plain = new HashMap<>(pair);
        plain.put("WHOAMI_BASE_URL", "http://example.org");
        refused(() -> Settings.of(plain), "WHOAMI_BASE_URL must be like https://");
    }

    @Test
    void half_of_what_tls_takes_is_refused() {
        refused(() -> Settings.of(Map.of("WHOAMI_TLS_CERT", "cert.pem")), "WHOAMI_TLS_KEY is missing");
        refused(() -> Settings.of(Map.of("WHOAMI_TLS_KEY", "key.pem")), "WHOAMI_TLS_CERT is missing");
        refused(() -> Settings.of(Map.of("WHOAMI_TLS_PORT", "443")), "WHOAMI_TLS_CERT is missing");
    }

    @Test
    void a_secret_can_be_in_a_file_of_its_own() throws IOException {
        Path file = Files.writeString(folder.resolve("smtp"), "smtp://me:geheim@mail.example.org:2525\n");
        Settings settings = Settings.of(Map.of("WHOAMI_SMTP_FILE", file.toString()));
        assertEquals("geheim", settings.smtp().orElseThrow().password());
        Files.writeString(folder.resolve("database"), "jdbc:sqlite:secret.db\n");
        Files.writeString(folder.resolve("whoami.properties"), "WHOAMI_DATABASE_FILE=" + folder.resolve("database"));
        assertEquals(
                new Sqlite("jdbc:sqlite:secret.db"),
                Settings.load(folder, null, Map.of()).database());
    }

    @Test
    void a_file_with_a_secret_must_be_readable_and_the_only_source_of_it() {
        String none = folder.resolve("none").toString();
        refused(() -> Settings.of(Map.of("WHOAMI_SMTP_FILE", none)), "cannot read the file of WHOAMI_SMTP_FILE");
        refused(() -> Settings.of(Map.of("WHOAMI_SMTP_FILE", "")), "cannot read the file of WHOAMI_SMTP_FILE");
        refused(() -> Settings.of(Map.of("WHOAMI_PORT_FILE", none)), "unknown setting WHOAMI_PORT_FILE");
        refused(() -> Settings.of(Map.of("WHOAMI_SMPT_FILE", none)), "unknown setting WHOAMI_SMPT_FILE");
    }

    @Test
    void a_secret_that_is_given_twice_is_refused() throws IOException {
        String file = Files.writeString(folder.resolve("smtp"), "smtp://mail.example.org")
                .toString();
        Map<String, String> both = Map.of("WHOAMI_SMTP_FILE", file, "WHOAMI_SMTP", "smtp://mail.example.net");
        refused(() -> Settings.of(both), "WHOAMI_SMTP and WHOAMI_SMTP_FILE cannot both be given");
        Files.writeString(folder.resolve(".env"), "WHOAMI_SMTP=smtp://mail.example.net");
        refused(() -> Settings.load(folder, null, Map.of("WHOAMI_SMTP_FILE", file)), "cannot both be given");
    }

    @Test
    void no_message_shows_what_is_wrong_with_a_secret() {
        for (String secret : List.of("SMTP", "DATABASE")) {
            String message = assertThrows(
                            StartupFailure.class, () -> Settings.of(Map.of("WHOAMI_" + secret, "me:geheim@host")))
                    .getMessage();
            assertFalse(message.contains("geheim"), message);
        }
    }

    @Test
    void trusted_proxies_are_addresses_and_networks() throws IOException {
        Settings settings = Settings.of(Map.of("WHOAMI_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8,::1"));
        assertTrue(settings.trustedProxies().test(InetAddress.getByName("10.1.2.3")));
        assertTrue(settings.trustedProxies().test(InetAddress.getByName("::1")));
        assertFalse(settings.trustedProxies().test(InetAddress.getByName("11.1.2.3")));
    }

    @Test
    void an_unknown_name_stops_the_start_wherever_it_stands() throws IOException {
        refused(() -> Settings.of(Map.of("WHOAMI_PROT", "7070")), "unknown setting WHOAMI_PROT");
        Files.writeString(folder.resolve("whoami.properties"), "port=7070\n");
        refused(() -> Settings.load(folder, null, Map.of()), "unknown setting port");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT | 65536",
                "PORT | seven",
                "DATABASE | jdbc:mysql://localhost/x",
                "DATABASE | jdbc:sqlite:",
                "DATABASE | jdbc:sqlite::memory:",
                "DATABASE | jdbc:sqlite:file:x.db",
                "DATABASE | jdbc:sqlite:x.db?mode=ro",
                "DATABASE | jdbc:postgresql:whoami",
                "DATABASE | jdbc:postgresql://localhost",
                "DATABASE | jdbc:postgresql://ann:50%@localhost/x",
                "DATABASE | jdbc:postgresql://localhost:port/x",
                "BASE_URL | example.org",
                "BASE_URL | ftp://example.org",
                "BASE_URL | https://example.org/path",
                "SIGNUP | yes",
                "EMAIL | maybe",
                "SMTP | mail.example.org",
                "SMTP | http://mail.example.org",
                "MAIL_FROM | nobody at all",
                "PASSWORD_MIN | 7",
                "PASSWORD_MIN | 65",
                "PASSWORD_WORDS | acme,ab",
                "HASH | md5",
                "BCRYPT_COST | 3",
                "BCRYPT_COST | 19",
                "SESSION_IDLE | 0d",
                "THROTTLE | maybe",
                "LOG | xml",
                "METRICS_PORT | 65536",
                "SESSION_IDLE | 14",
                "SESSION_MAX | -1d",
                "TRUSTED_PROXIES | proxy"
            })
    void a_bad_value_stops_the_start_and_is_named(String name, String value) {
        refused(() -> Settings.of(Map.of("WHOAMI_" + name, value)), "WHOAMI_" + name + " must");
    }

    @Test
    void a_mail_server_is_set_with_one_line_and_its_password_is_never_shown() {
        Settings settings = Settings.of(Map.of("WHOAMI_SMTP", "smtp://me:geheim@mail.example.org:2525"));
        assertEquals("geheim", settings.smtp().orElseThrow().password());
        assertFalse(settings.toString().contains("geheim"), settings.toString());
        String message = assertThrows(
                        StartupFailure.class,
                        () -> Settings.of(Map.of("WHOAMI_SMTP", "smpt://me:geheim@mail.example.org")))
                .getMessage();
        assertTrue(message.startsWith("WHOAMI_SMTP must") && !message.contains("geheim"), message);
    }

    @Test
    void a_database_server_is_set_with_one_line_and_its_password_is_never_shown() {
        String url =
                "jdbc:postgresql://me:ge%40h+eim@db1.example.org:5433,db2.example.org/who?sslmode=require&password=x";
        Settings settings = Settings.of(Map.of("WHOAMI_DATABASE", url));
        var source = (PGSimpleDataSource) settings.database().source(Duration.ofSeconds(5));
        assertEquals(List.of("db1.example.org", "db2.example.org"), List.of(source.getServerNames()));
        assertEquals("who", source.getDatabaseName());
        assertEquals("me", source.getUser());
        assertEquals("ge@h+eim", source.getPassword());
        assertEquals("require", source.getSslMode());
        assertEquals(
                "jdbc:postgresql://db1.example.org:5433,db2.example.org/who",
                settings.database().toString());
        String all =
                settings + " " + Settings.of(Map.of("WHOAMI_DATABASE", url)).database();
        assertFalse(all.contains("eim") || all.contains("password=x"), all);
        String message = assertThrows(StartupFailure.class, () -> Settings.of(Map.of("WHOAMI_DATABASE", url + "#")))
                .getMessage();
        assertTrue(message.startsWith("WHOAMI_DATABASE must") && !message.contains("eim"), message);
    }

    @Test
    void what_the_address_of_a_database_says_goes_before_what_we_would_say() {
        var source =
                (PGSimpleDataSource) Engine.parse("jdbc:postgresql://localhost/who?socketTimeout=7&options=-c%20x=1")
                        .source(Duration.ofSeconds(5));
        assertEquals(7, source.getSocketTimeout());
        assertEquals("-c x=1", source.getOptions());
        assertEquals(5, source.getConnectTimeout());
    }

    @Test
    void letters_are_from_the_site_unless_something_else_is_said() {
        assertEquals("whoami@localhost", Settings.of(Map.of()).mailFrom());
        assertEquals(
                "whoami@example.org",
                Settings.of(Map.of("WHOAMI_BASE_URL", "https://example.org.")).mailFrom());
        assertEquals(
                "whoami@example.org",
                Settings.of(Map.of("WHOAMI_BASE_URL", "https://example.org")).mailFrom());
        assertEquals(
                "Accounts <a@example.org>",
                Settings.of(Map.of("WHOAMI_MAIL_FROM", "Accounts <a@example.org>"))
                        .mailFrom());
    }

    @Test
    void the_help_lists_every_setting() {
        for (Setting setting : Setting.values()) {
            assertTrue(Setting.help().contains(setting.key() + " "), setting.key());
        }
    }

    private static void refused(Runnable load, String part) {
        String message = assertThrows(StartupFailure.class, load::run).getMessage();
        assertTrue(message.contains(part) && !message.contains("\n"), message);
    }
}
