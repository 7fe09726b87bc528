package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar on a database server: one setting is all it takes. */
class PostgresIT {
    @TempDir
    Path folder;

    private final FreshDatabase database = FreshDatabase.emptyOnPostgres();
    private Map<String, String> settings;

    @BeforeEach
    void set() {
        // the server of the tests believes any password
        String url = database.url().replace("postgres@", "postgres:gehe%40m@") + "?sslmode=prefer";
        settings = Map.of("WHOAMI_DATABASE", url, "WHOAMI_PORT", "0", "WHOAMI_BCRYPT_COST", "4");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void two_nodes_and_the_commands_share_it_and_its_password_is_shown_nowhere() throws Exception {
        try (var one = JarProcess.start(folder, settings);
                var two = JarProcess.start(folder, settings)) {
            one.address();
            two.address();
            assertTrue(user("create", "ann").startsWith("ann "));
            String cookie = logIn(one);
            assertTrue(two.get("/me", cookie).body().contains("ann"));
            assertTrue(user("disable", "ann").contains(" disabled "));
            assertEquals(303, one.get("/me", cookie).statusCode(), "out on the next request");
            assertFalse((one.output() + two.output() + user("list")).contains("gehe"));
        }
    }

    private String user(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "user";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try (var command = JarProcess.start(folder, settings, all)) {
            command.type(Lab.PASSWORD);
            assertEquals(0, command.exitCode(), command.output());
            return command.output();
        }
    }

    private static String logIn(JarProcess server) throws Exception {
        var answer = server.post("/login", "username=ann&password=correct+horse+battery");
        assertEquals(303, answer.statusCode());
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }
}
