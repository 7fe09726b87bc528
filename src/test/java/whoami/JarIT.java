package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar as a process. */
class JarIT {
    private static final Map<String, String> ANY_PORT = Map.of("WHOAMI_PORT", "0");
    private static final String ANN = "username=ann&password=correct+horse+battery";

    @TempDir
    Path folder;

    @Test
    void it_is_one_file_of_at_most_25_mb() throws IOException {
        assertTrue(Files.size(Path.of(System.getProperty("jar"))) <= 25_000_000);
    }

    @Test
    void it_lists_the_libraries_that_are_in_it_and_not_those_of_the_tests() throws IOException {
        try (var jar = new JarFile(System.getProperty("jar"))) {
            ZipEntry entry = jar.getEntry("META-INF/sbom/application.cdx.json");
            assertNotNull(entry, "the list is made only where Maven is online");
            var list = jar.getInputStream(entry);
            List<String> names =
                    new ObjectMapper().readTree(list).get("components").findValuesAsText("name");
            assertTrue(
                    names.containsAll(List.of("javalin", "jetty-server", "jbcrypt", "sqlite-jdbc")), names::toString);
            assertFalse(names.contains("junit-jupiter-api"), names::toString);
        }
    }

    @Test
    void in_an_empty_folder_it_makes_its_database_says_where_it_listens_and_answers() throws Exception {
        try (var jar = JarProcess.start(folder, ANY_PORT)) {
            String address = jar.address();
            assertEquals(1, jar.output().lines().count(), jar.output());
            String line = "listens on " + address + " (reached at " + address.replace("127.0.0.1", "localhost")
                    + "; X-Forwarded-For believed from nobody; cookies not Secure; database SQLite; letters to the log)";
            assertTrue(jar.output().stripTrailing().endsWith(line), jar.output());
            assertEquals("OK", jar.get("/health", "none").body());
            assertTrue(Files.exists(folder.resolve("whoami.db")));
        }
    }

    @Test
    void users_and_sessions_survive_kill_9() throws Exception {
        String cookie;
        try (var jar = JarProcess.start(folder, ANY_PORT)) {
            cookie = signUpAndLogIn(jar);
            jar.kill();
        }
        try (var jar = JarProcess.start(folder, ANY_PORT)) {
            HttpResponse<String> me = jar.get("/me", cookie);
            assertEquals(200, me.statusCode());
            assertTrue(me.body().contains("<h1>ann</h1>"));
            assertEquals(303, jar.post("/login", ANN).statusCode());
        }
    }

    @Test
    void it_works_with_argon2id_too() throws Exception {
        try (var jar = JarProcess.start(folder, Map.of("WHOAMI_PORT", "0", "WHOAMI_HASH", "argon2id"))) {
            assertEquals(200, jar.get("/me", signUpAndLogIn(jar)).statusCode());
        }
    }

    @Test
    void on_sigterm_it_says_goodbye_and_goes() throws Exception {
        try (var jar = JarProcess.start(folder, ANY_PORT)) {
            jar.address();
            jar.terminate();
            assertEquals(143, jar.exitCode());
            assertTrue(jar.output().contains("whoami has stopped"), jar.output());
        }
    }

    @Test
    void help_and_version_are_told_without_starting_anything() throws Exception {
        try (var help = JarProcess.start(folder, Map.of(), "--help");
                var version = JarProcess.start(folder, Map.of(), "--version")) {
            assertEquals(0, help.exitCode());
            assertTrue(help.output().contains("WHOAMI_PORT") && help.output().contains("7070"));
            assertEquals(0, version.exitCode());
            assertTrue(version.output().matches("whoami \\d+\\.\\d+\\.\\d+\\R"), version.output());
        }
        assertTrue(isEmpty(folder));
    }

    @Test
    void what_it_cannot_start_with_is_one_clear_line_and_exit_code_2() throws Exception {
        refuses("unknown setting WHOAMI_PROT", Map.of("WHOAMI_PROT", "1"));
        refuses("WHOAMI_PORT must be a number", Map.of("WHOAMI_PORT", "http"));
        refuses("unknown argument --prot", Map.of(), "--prot");
        refuses("cannot read the settings", Map.of(), "--config", "missing.properties");
        refuses("cannot use the database", Map.of("WHOAMI_DATABASE", "jdbc:sqlite:/proc/whoami.db"));
        refuses("cannot listen on", Map.of("WHOAMI_HOST", "192.0.2.1", "WHOAMI_PORT", "0"));
        try (var taken = new ServerSocket(0)) {
            refuses(
                    "Address already in use",
                    Map.of("WHOAMI_PORT", String.valueOf(taken.getLocalPort()), "WHOAMI_HOST", "0.0.0.0"));
        }
        refuses("WHOAMI_TLS_KEY is missing", Map.of("WHOAMI_TLS_CERT", "cert.pem"));
        Map<String, String> tls = Map.of("WHOAMI_TLS_CERT", "cert.pem", "WHOAMI_TLS_KEY", "key.pem");
        refuses("cannot read cert.pem", tls);
        Files.writeString(folder.resolve("cert.pem"), "This is no certificate.");
        refuses("the certificate is not whole", tls);
        Files.writeString(folder.resolve("broken.db"), "This is not a database. ".repeat(100));
        refuses("cannot use the database", Map.of("WHOAMI_DATABASE", "jdbc:sqlite:broken.db"));
    }

    @Test
    void it_says_loudly_that_the_throttle_is_off() throws Exception {
        try (var jar = JarProcess.start(folder, Map.of("WHOAMI_PORT", "0", "WHOAMI_THROTTLE", "off"))) {
            jar.address();
            assertTrue(jar.output().contains("WARN  Whoami WHOAMI_THROTTLE IS OFF"), jar.output());
        }
    }

    @Test
    void settings_are_read_from_the_folder_it_is_started_in() throws Exception {
        Files.writeString(folder.resolve(".env"), "WHOAMI_PORT=0\nWHOAMI_DATABASE=jdbc:sqlite:env.db\n");
        Files.writeString(folder.resolve("whoami.properties"), "WHOAMI_DATABASE=jdbc:sqlite:properties.db\n");
        try (var jar = JarProcess.start(folder, Map.of())) {
            assertFalse(jar.address().endsWith(":7070"), jar.address());
            assertTrue(Files.exists(folder.resolve("properties.db")));
            assertFalse(Files.exists(folder.resolve("env.db")));
        }
    }

    private void refuses(String reason, Map<String, String> environment, String... arguments) throws Exception {
        try (var jar = JarProcess.start(folder, environment, arguments)) {
            assertEquals(2, jar.exitCode(), jar.output());
            List<String> lines = jar.output().lines().toList();
            assertEquals(1, lines.size(), jar.output());
            assertTrue(lines.get(0).startsWith("whoami: ") && lines.get(0).contains(reason), jar.output());
        }
    }

    private static String signUpAndLogIn(JarProcess jar) throws Exception {
        assertEquals(303, jar.post("/signup", ANN).statusCode());
        HttpResponse<String> logIn = jar.post("/login", ANN);
        assertEquals(303, logIn.statusCode());
        return logIn.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
