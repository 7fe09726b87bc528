package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mindrot.jbcrypt.BCrypt;

/** Today's jar on a database that was made by the first version, with people in it. */
class UpgradeIT {
    private static final String SESSION = "a-session-of-those-days";
    private static final long THEN = System.currentTimeMillis() - 86_400_000;

    @TempDir
    Path folder;

    @Test
    void people_of_the_first_version_stay_logged_in_log_in_and_use_what_is_new() throws Exception {
        makeFirstVersion();
        try (var jar = JarProcess.start(folder, Map.of("WHOAMI_PORT", "0"))) {
            assertTrue(jar.get("/me", "whoami=" + SESSION).body().contains("<h1>Ann</h1>"), jar.output());
            HttpResponse<String> logIn = jar.post("/login", "username=ann&password=correct+horse+battery");
            assertEquals(303, logIn.statusCode(), logIn.body());
            String cookie =
                    logIn.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
            for (String page :
                    List.of("/account", "/account/sessions", "/account/activity", "/account/keys", "/posts")) {
                assertEquals(200, jar.get(page, cookie).statusCode(), page);
            }
            assertTrue(
                    jar.get("/account", cookie).body().contains("ann@example.org is not confirmed yet"),
                    "addresses were not confirmed in those days");
            assertEquals(
                    303,
                    jar.post("/signup", "username=bob&password=correct+horse+battery")
                            .statusCode());
            assertEquals(
                    422,
                    jar.post("/signup", "username=ANN&password=correct+horse+battery")
                            .statusCode());
        }
    }

    private void makeFirstVersion() throws Exception {
        DataSource file = new Sqlite(Sqlite.PREFIX + folder.resolve("whoami.db")).source(Pools.PATIENCE);
        Flyway.configure()
                .dataSource(file)
                .locations("classpath:db/migration")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = file.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO users VALUES ('u1', 'Ann', 'ann', 'ann@example.org', '"
                    + BCrypt.hashpw(Lab.PASSWORD, BCrypt.gensalt(4)) + "', " + THEN + ", " + THEN + ")");
            statement.execute("INSERT INTO sessions VALUES ('" + sha256(SESSION) + "', 'u1', " + THEN + ", " + THEN
                    + ", " + (THEN + 86_400_000L * 14) + ", '127.0.0.1', 'an old browser', '{}')");
        }
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
