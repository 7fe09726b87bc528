package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of the fat jar, in which much of the libraries behind them is left out. */
class MetricsIT {
    private static final Pattern ADDRESS = Pattern.compile("metrics are at (http://[\\w.:]+/metrics)");

    @TempDir
    Path folder;

    @Test
    void they_are_where_it_says() throws Exception {
        try (var server = JarProcess.start(folder, Map.of("WHOAMI_PORT", "0", "WHOAMI_METRICS_PORT", "0"))) {
            assertEquals("OK", server.get("/health", "none").body());
            Matcher matcher = ADDRESS.matcher(server.output());
            assertTrue(matcher.find(), server.output());
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(matcher.group(1))).build();
            String metrics = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
            assertTrue(metrics.contains("whoami_build_info{version=\"1.0.0\"}"), metrics);
            assertTrue(metrics.contains("jvm_memory_used_bytes"), metrics);
        }
    }

    @Test
    void unless_they_are_asked_for_nothing_of_them_is_even_loaded() throws Exception {
        Map<String, String> verbose =
                Map.of("WHOAMI_PORT", "0", "JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + folder.resolve("classes"));
        try (var server = JarProcess.start(folder, verbose)) {
            assertEquals("OK", server.get("/health", "none").body());
            server.terminate();
            server.exitCode();
        }
        String classes = Files.readString(folder.resolve("classes"));
        assertTrue(classes.contains("whoami.ops.Health"), "the list is of our classes");
        assertFalse(classes.contains("io.micrometer") || classes.contains("com.sun.net.httpserver"));
    }

    @Test
    void a_port_that_is_taken_is_told_in_one_line_and_nothing_starts() throws Exception {
        try (var taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            Map<String, String> environment =
                    Map.of("WHOAMI_PORT", "0", "WHOAMI_METRICS_HOST", "0.0.0.0", "WHOAMI_METRICS_PORT", port);
            try (var server = JarProcess.start(folder, environment)) {
                assertEquals(2, server.exitCode());
                assertTrue(server.output().startsWith("whoami: cannot listen on"), server.output());
                assertEquals(1, server.output().lines().count(), server.output());
            }
        }
    }
}
