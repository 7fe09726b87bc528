package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for whoever runs whoami, by the fat jar, beside a running server. */
class UserCommandsIT {
    private static final Map<String, String> CHEAP = Map.of("WHOAMI_PORT", "0", "WHOAMI_BCRYPT_COST", "4");

    @TempDir
    Path folder;

    @Test
    void accounts_are_made_promoted_closed_and_deleted_while_the_server_runs() throws Exception {
        try (var server = JarProcess.start(folder, CHEAP)) {
            server.address();
            assertTrue(
                    user(0, Lab.PASSWORD, "create", "ann", "--name", "Ann O.").startsWith("ann "));
            String cookie = logIn(server, "ann");
            assertEquals(200, server.get("/me", cookie).statusCode());
            assertTrue(user(0, "", "promote", "ANN").contains(" admin "));
            assertTrue(user(0, "", "demote", "ann").contains(" user "));
            user(0, "", "logout", "ann");
            assertEquals(303, server.get("/me", cookie).statusCode());
            cookie = logIn(server, "ann");
            assertTrue(user(0, "", "disable", "ann").contains(" disabled "));
            assertEquals(303, server.get("/me", cookie).statusCode(), "out on the next request");
            assertTrue(user(0, "", "enable", "ann").contains(" active "));
            logIn(server, "ann");
            String link = user(0, "", "reset-link", "ann").strip();
            assertTrue(link.startsWith("http://localhost"), link);
            String path = link.substring(link.indexOf("/reset/"));
            assertEquals(
                    303,
                    server.post(path, "password=a+wholly+different+sentence").statusCode());
            assertTrue(user(0, "", "show", "ann").contains("Ann O."));
            user(0, "", "delete", "ann");
            assertFalse(user(0, "", "list").contains("ann"));
        }
    }

    @Test
    void what_cannot_be_done_is_one_clear_line_and_exit_code_1() throws Exception {
        assertTrue(user(1, "", "show", "nobody").contains("whoami: There is no such user."));
        assertTrue(user(1, "short", "create", "ann").contains("at least 8"));
        assertTrue(user(2, "", "zzz").contains("Usage:"));
        assertTrue(user(0, "", "--help").contains("reset-link"));
    }

    private String user(int exitCode, String input, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "user";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try (var command = JarProcess.start(folder, CHEAP, all)) {
            command.type(input);
            assertEquals(exitCode, command.exitCode(), command.output());
            return command.output();
        }
    }

    private static String logIn(JarProcess server, String username) throws Exception {
        var answer = server.post("/login", "username=" + username + "&password=correct+horse+battery");
        assertEquals(303, answer.statusCode());
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }
}
