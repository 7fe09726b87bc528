package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The move to PostgreSQL with the jar as it is. */
class CopyIT {
    private static final String ANN = "username=ann&password=correct+horse+battery";

    @TempDir
    Path folder;

    @Test
    void what_a_killed_server_has_acknowledged_moves_too_and_its_sessions_live_on() throws Exception {
        String cookie;
        try (var server = start(Map.of())) {
            server.post("/signup", ANN);
            cookie = server.post("/login", ANN)
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow()
                    .replaceAll(";.*", "");
            server.kill();
        }
        try (var target = FreshDatabase.emptyOnPostgres()) {
            try (var copy = start(Map.of(), "copy", "--to-file", "/dev/stdin")) {
                copy.type(target.url());
                assertEquals(0, copy.exitCode(), copy.output());
                assertTrue(copy.output().contains("is in jdbc:postgresql://localhost"), copy.output());
            }
            try (var server = start(Map.of("WHOAMI_DATABASE", target.url()))) {
                assertEquals(200, server.get("/me", cookie).statusCode());
            }
        }
    }

    private JarProcess start(Map<String, String> settings, String... arguments) throws Exception {
        var environment = new HashMap<>(Map.of("WHOAMI_PORT", "0", "WHOAMI_BCRYPT_COST", "4"));
        environment.putAll(settings);
        return JarProcess.start(folder, environment, arguments);
    }
}
