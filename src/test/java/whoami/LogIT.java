package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fat jar prints, from its first line to its last. */
class LogIT {
    private static final Map<String, String> CHEAP = Map.of("WHOAMI_PORT", "0", "WHOAMI_BCRYPT_COST", "4");
    private static final Pattern TEXT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO |WARN |ERROR) \\w+ [ -~]+");

    /** What would pass for an event of the log if it stood at the beginning of a line, in one way of writing or another. */
    private static final String FORGED = "x%0d%0a1999-11-20 12:00:00.000 INFO  Events log-in".replace(" ", "%20");

    @TempDir
    Path folder;

    @Test
    void as_json_every_line_is_an_object_that_says_who_did_what() throws Exception {
        Files.writeString(folder.resolve("whoami.properties"), "WHOAMI_LOG=json\nWHOAMI_THROTTLE=off\n");
        List<JsonNode> lines = new ArrayList<>();
        HttpResponse<String> logIn;
        try (var server = JarProcess.start(folder, CHEAP)) {
            attack(server);
            server.post("/signup", "username=ann&email=ann%40example.org&password=correct+horse+battery");
            logIn = server.post("/login", "username=ann&password=correct+horse+battery");
            while (!server.output().contains("stays here")) {
                Thread.onSpinWait();
            }
            server.terminate();
            server.exitCode();
            for (String line : server.output().lines().toList()) {
                lines.add(new ObjectMapper().readTree(line));
            }
        }
        for (JsonNode line : lines) {
            assertTrue(
                    line.at("/time").asText().endsWith("Z") && line.has("level") && line.has("logger"), line::toString);
            assertFalse(line.at("/message").asText().isEmpty(), line::toString);
        }
        assertTrue(lines.get(0).at("/message").asText().contains("THROTTLE IS OFF"), lines::toString);
        assertEquals(
                "whoami has stopped", lines.get(lines.size() - 1).at("/message").asText());
        JsonNode event = lines.stream()
                .filter(line -> line.at("/message").asText().startsWith("log-in user="))
                .findFirst()
                .orElseThrow();
        assertEquals(
                logIn.headers().firstValue("X-Request-Id").orElseThrow(),
                event.at("/request").asText());
        assertEquals(36, event.at("/user").asText().length(), event::toString);
    }

    @Test
    void as_text_no_stranger_makes_a_line_of_their_own() throws Exception {
        try (var server = JarProcess.start(folder, CHEAP)) {
            attack(server);
            server.terminate();
            server.exitCode();
            List<String> lines = server.output().lines().toList();
            assertTrue(lines.stream().allMatch(line -> TEXT.matcher(line).matches()), lines::toString);
            assertTrue(lines.stream().noneMatch(line -> line.startsWith("1999")), lines::toString);
        }
    }

    @Test
    void why_it_cannot_start_is_a_plain_line_also_where_the_log_is_json() throws Exception {
        Map<String, String> json = Map.of("WHOAMI_LOG", "json", "WHOAMI_DATABASE", "jdbc:sqlite:/proc/whoami.db");
        try (var server = JarProcess.start(folder, json)) {
            assertEquals(2, server.exitCode());
            assertTrue(server.output().startsWith("whoami: cannot use the database"), server.output());
            assertEquals(1, server.output().lines().count(), server.output());
        }
    }

    /** Line breaks wherever a stranger can put some: in the path, the query, a form, and as they are in a header. */
    private static void attack(JarProcess server) throws Exception {
        server.get("/" + FORGED, "none");
        server.get("/login?next=/" + FORGED, "none");
        server.get("/api/users/" + FORGED, "none");
        server.post("/login", "username=" + FORGED + "&password=" + FORGED);
        server.post("/forgot", "login=" + FORGED);
        int port = URI.create(server.address()).getPort();
        String event = "1999-11-20 12:00:00.000 INFO  Events log-in";
        Raw.send(port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUser-Agent: x\n" + event + "\r\n\r\n");
        Raw.send(port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUser-Agent: x\r" + event + "\r\n\r\n");
        Raw.send(
                port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: 1\r\n " + event + "\r\n\r\n");
        Raw.send(port, "GET /x\n" + event + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Raw.send(port, "GET\n" + event + " / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }
}
