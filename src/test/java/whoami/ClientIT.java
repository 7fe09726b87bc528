package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The activity client at a real server, each the fat jar as a process of its own. */
class ClientIT {
    private static final Pattern LOGGED_IN = Pattern.compile("s of hashing on this server");

    @TempDir
    Path folder;

    private final int port = freePort();

    @Test
    void it_finds_that_the_server_keeps_what_it_acknowledges() throws Exception {
        try (var server = server()) {
            server.address();
            String told = finish(client("--users", "10", "--posts", "12", "--votes", "60"), 0);
            assertTrue(told.contains("checked 120 posts"), told);
            assertTrue(told.contains("deleted 10 users"), told);
            assertTrue(told.contains("the server kept what it had acknowledged"), told);
            assertEquals("", users());
        }
    }

    @Test
    void a_server_that_is_killed_in_the_middle_and_comes_back_has_kept_it_too() throws Exception {
        try (var server = server()) {
            server.address();
            try (var client = client("--users", "30", "--posts", "10", "--votes", "100", "--keep")) {
                client.await(LOGGED_IN);
                server.kill();
                try (var again = server()) {
                    again.address();
                    assertEquals(0, client.exitCode(), client.output());
                    String told = client.output();
                    assertTrue(told.matches("(?s).*(lost|unreached) x\\d.*"), told);
                    assertTrue(told.contains("the server kept what it had acknowledged"), told);
                    assertEquals(30, users().lines().count());
                }
            }
        }
    }

    @Test
    void stopped_in_the_middle_it_shows_the_table_so_far_and_deletes_its_users() throws Exception {
        try (var server = server()) {
            server.address();
            try (var client = client("--users", "200", "--posts", "20", "--votes", "250")) {
                client.await(LOGGED_IN);
                client.terminate();
                assertEquals(143, client.exitCode(), client.output());
                String told = client.output();
                assertTrue(told.contains("p95 ms") && told.contains(" calls in "), told);
                assertTrue(told.contains("not checked to the end: stopped"), told);
                assertTrue(told.matches("(?s).*deleted [1-9]\\d* users.*"), told);
                assertFalse(told.contains("left on the server"), told);
                assertEquals("", users());
            }
        }
    }

    @Test
    void without_a_server_it_is_one_line_and_exit_code_2() throws Exception {
        String told = finish(client(), 2);
        assertEquals("whoami client: there is no server at http://localhost:" + port, told.strip());
    }

    private JarProcess server() throws IOException {
        return JarProcess.start(
                folder,
                Map.of(
                        "WHOAMI_PORT", String.valueOf(port),
                        "WHOAMI_BCRYPT_COST", "4",
                        "WHOAMI_THROTTLE", "off"));
    }

    private JarProcess client(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("client", "--url", "http://localhost:" + port));
        all.addAll(List.of(arguments));
        return JarProcess.start(folder, Map.of(), all.toArray(String[]::new));
    }

    private String users() throws Exception {
        return finish(JarProcess.start(folder, Map.of(), "user", "list"), 0);
    }

    private static String finish(JarProcess process, int exitCode) throws Exception {
        try (process) {
            assertEquals(exitCode, process.exitCode(), process.output());
            return process.output();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
