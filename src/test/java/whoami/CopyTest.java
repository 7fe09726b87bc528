package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The way from SQLite to PostgreSQL, as whoever runs whoami goes it. */
@Tag("sqlite")
class CopyTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @TempDir
    Path folder;

    private FreshDatabase target;

    @BeforeEach
    void make() {
        target = FreshDatabase.emptyOnPostgres();
    }

    @AfterEach
    void drop() {
        lab.stop();
        target.close();
    }

    @Test
    void whoever_was_logged_in_still_is_and_everything_is_there() throws IOException {
        Browser browser = lab.loggedIn("ann");
        Program program = lab.programOf("ben");
        String key = program.post("/api/keys", "name", "backup", "scope", "read")
                .expect(201)
                .at("/key");
        String post = program.write("Tab\t, line\n, \\ and \uD83D\uDE00");
        program.put("/api/posts/" + post + "/like").expect(200);
        lab.stop();
        move();
        lab.restartOn(target.url());
        lab.browser()
                .get("/me", "Cookie", "whoami=" + browser.sessionId().orElseThrow())
                .expect(200);
        Program moved = lab.program().with(program.accessToken(), program.refreshToken());
        assertEquals(
                "Tab\t, line\n, \\ and \uD83D\uDE00",
                moved.get("/api/posts/" + post).expect(200).at("/text"));
        assertEquals("1", moved.get("/api/posts/" + post).at("/likes"));
        moved.refresh();
        lab.program().send("GET", "/api/me", null, "X-API-KEY", key).expect(200);
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
    }

    @Test
    void every_table_is_copied_row_by_row() throws IOException {
        fillEveryTable();
        List<String> tables = tablesOf(lab.database());
        lab.stop();
        String said = move();
        try (Database copy = target.open()) {
            for (String table : tables) {
                assertEquals(1, rows(copy, table), table);
                assertTrue(said.lines().anyMatch(line -> line.matches(table + " +1 rows +sha256 [0-9a-f]{64}")), said);
            }
        }
    }

    @Test
    void a_target_that_is_not_empty_is_refused() throws IOException {
        lab.signedUp("ann");
        lab.stop();
        move();
        refused("the database to copy into is not empty: there is something in users");
        assertEquals(1, rowsOfTarget("users"));
    }

    @Test
    void under_a_running_server_nothing_is_copied() throws IOException {
        lab.signedUp("ann");
        refused("is in use: stop the server first");
        lab.signedUp("ben");
        assertEquals(0, rowsOfTarget("users"));
    }

    @Test
    void a_source_that_is_damaged_is_refused() throws IOException {
        lab.signedUp("ann");
        lab.stop();
        try (Database source = Database.open(new Sqlite(Sqlite.PREFIX + lab.databaseFile()))) {
            source.read(tx -> {
                tx.update("PRAGMA foreign_keys = OFF");
                return tx.update("INSERT INTO tokens VALUES ('t', 'p', 'nobody', 'e', 0, 0)");
            });
        }
        refused("is damaged");
        Files.writeString(lab.databaseFile(), "This is not a database. ".repeat(100));
        refused("is no database");
    }

    @Test
    void what_breaks_off_leaves_the_target_empty_and_can_be_tried_again() throws IOException {
        lab.signedUp("ann");
        lab.programOf("ben").write("a NUL");
        lab.database().execute(tx -> tx.update("UPDATE posts SET text = 'a' || char(0)"));
        String id = lab.database()
                .read(tx -> tx.list(row -> row.getString(1), "SELECT id FROM posts"))
                .get(0);
        lab.stop();
        refused("PostgreSQL does not take text of posts, row " + id);
        assertEquals(0, rowsOfTarget("users"));
        change("UPDATE posts SET text = CAST(x'61eda08062' AS TEXT)");
        refused("PostgreSQL does not take text of posts, row " + id);
        change("UPDATE posts SET text = 'fine'");
        move();
        assertEquals(2, rowsOfTarget("users"));
    }

    @Test
    void what_does_not_arrive_as_it_was_is_noticed_and_taken_back() throws IOException {
        lab.signedUp("ann");
        lab.stop();
        try (Database copy = target.open()) {
            copy.execute(tx -> {
                tx.update("CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN NEW.username = ''eve''; RETURN NEW; END'");
                tx.update("CREATE TRIGGER spoil BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION spoil()");
            });
        }
        refused("users has not arrived as it was");
        assertEquals(0, rowsOfTarget("users"));
    }

    @Test
    void the_target_can_be_in_a_file_and_no_password_is_told() throws IOException {
        lab.signedUp("ann");
        lab.stop();
        Path file = Files.writeString(folder.resolve("target"), target.url() + "\n");
        give(0, "--to-file", file.toString());
        assertEquals(1, rowsOfTarget("users"));
        String said = give(1, "--to", "jdbc:postgres://ann:secret@localhost/whoami");
        assertTrue(said.startsWith("whoami: where to copy must be") && !said.contains("secret"), said);
        give(2);
    }

    @Test
    void more_than_a_batch_arrives_in_the_order_of_bytes() throws IOException {
        lab.database()
                .execute(tx -> tx.update("WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series"
                        + " WHERE i < 30000) INSERT INTO users (id, username, username_key, password_hash, created_at,"
                        + " updated_at) SELECT substr('aBc-_Z', i % 6 + 1, 1) || i, 'user' || i, 'user' || i, '', i, i"
                        + " FROM series"));
        lab.stop();
        assertTrue(move().contains("30,000 rows"));
        assertEquals(30_000, rowsOfTarget("users"));
    }

    /** By the tables that there are: a migration that adds one adds it to this test, too. */
    private void fillEveryTable() {
        lab.database().execute(tx -> {
            tx.update("PRAGMA defer_foreign_keys = ON");
            for (String table : tablesOf(lab.database())) {
                tx.update("DELETE FROM " + table);
                List<String> columns =
                        tx.list(row -> row.getString(1), "SELECT name FROM pragma_table_info('" + table + "')");
                List<String> values = tx.list(
                        row -> row.getString(1),
                        "SELECT CASE type WHEN 'BIGINT' THEN '7' ELSE '''7''' END FROM pragma_table_info('" + table
                                + "')");
                tx.update("INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(table, String.join(", ", columns), String.join(", ", values)));
            }
        });
    }

    private static List<String> tablesOf(Database database) {
        return database.read(tx -> tx.list(
                row -> row.getString(1),
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'flyway_schema_history'"));
    }

    private int rowsOfTarget(String table) {
        try (Database copy = target.open()) {
            return rows(copy, table);
        }
    }

    private static int rows(Database database, String table) {
        return database.read(tx -> tx.list(row -> row.getInt(1), "SELECT COUNT(*) FROM " + table))
                .get(0);
    }

    private void change(String sql) {
        try (Database source = Database.open(new Sqlite(Sqlite.PREFIX + lab.databaseFile()))) {
            source.execute(tx -> tx.update(sql));
        }
    }

    private String move() throws IOException {
        return give(0, "--to", target.url());
    }

    private void refused(String reason) throws IOException {
        String said = give(1, "--to", target.url());
        String last = said.lines().reduce("", (before, line) -> line);
        assertTrue(last.startsWith("whoami: ") && last.contains(reason), said);
        assertFalse(said.contains("is in jdbc"), said);
    }

    private String give(int exitCode, String... options) throws IOException {
        Path config = Files.writeString(
                folder.resolve("whoami.properties"), "WHOAMI_DATABASE=jdbc:sqlite:" + lab.databaseFile());
        List<String> arguments = new ArrayList<>(List.of("--config", config.toString()));
        arguments.addAll(List.of(options));
        var said = new ByteArrayOutputStream();
        var stream = new PrintStream(said);
        int code = Subcommand.COPY.run(stream, stream, arguments.toArray(String[]::new));
        assertEquals(exitCode, code, said.toString());
        return said.toString();
    }
}
