package whoami;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Backup and restore, the commands, as whoever runs whoami gives them. */
@Tag("sqlite")
class BackupTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @TempDir
    Path folder;

    private Path backup;

    @BeforeEach
    void name() {
        backup = folder.resolve("backup.db");
    }

    @Test
    void a_backup_of_a_running_server_holds_everything_up_to_now_in_one_file_that_only_its_owner_can_read()
            throws IOException {
        lab.signedUp("ann");
        back();
        assertEquals(List.of("ann"), usersIn(backup));
        assertEquals(List.of("backup.db"), names());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)));
    }

    @Test
    void what_was_deleted_is_not_in_a_backup() throws IOException {
        lab.signedUp("ann");
        lab.database().execute(tx -> tx.update("UPDATE users SET name = 'a secret name'"));
        lab.database().execute(tx -> tx.update("DELETE FROM events"));
        lab.database().execute(tx -> tx.update("DELETE FROM users"));
        back();
        assertFalse(Files.readString(backup, StandardCharsets.ISO_8859_1).contains("a secret name"));
    }

    @Test
    void a_backup_overwrites_nothing() throws IOException {
        Files.writeString(backup, "precious");
        assertRefused("is there already", Subcommand.BACKUP, backup);
        assertEquals("precious", Files.readString(backup));
    }

    @Test
    void a_backup_that_comes_to_nothing_leaves_nothing() throws IOException {
        lab.database().execute(tx -> tx.update("DROP TABLE flyway_schema_history"));
        assertRefused("is no database of whoami", Subcommand.BACKUP, backup);
        assertRefused(
                "cannot write", Subcommand.BACKUP, folder.resolve("nowhere").resolve("backup.db"));
        assertEquals(List.of(), names());
    }

    @Test
    void a_damaged_backup_is_refused() throws IOException {
        lab.signedUp("ann");
        back();
        Files.write(backup, damaged(Files.readAllBytes(backup)));
        lab.stop();
        assertRefused("is damaged", Subcommand.RESTORE, backup, "--force");
        assertEquals(List.of("ann"), usersIn(lab.databaseFile()));
    }

    @Test
    void a_backup_of_what_is_not_there_makes_no_database() throws IOException {
        Path nowhere = folder.resolve("nowhere.db");
        Path config = Files.writeString(folder.resolve("config"), "WHOAMI_DATABASE=jdbc:sqlite:" + nowhere);
        assertTrue(run(1, Subcommand.BACKUP, "--config", config.toString(), backup.toString())
                .contains("there is no database"));
        assertFalse(Files.exists(nowhere));
    }

    @Test
    void what_is_restored_is_what_was_backed_up_and_what_was_there_is_kept() throws IOException {
        lab.signedUp("ann");
        back();
        lab.signedUp("ben");
        lab.stop();
        String kept = restored("--force").replaceAll("(?s).*what was there before is (\\S+).*", "$1");
        assertEquals(List.of("ann"), usersIn(lab.databaseFile()));
        assertEquals(List.of("ann", "ben"), usersIn(Path.of(kept)));
        lab.restart();
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
        lab.browser().logIn("ben", Lab.PASSWORD).expect(401);
    }

    @Test
    void what_a_crash_has_left_beside_the_old_database_is_kept_with_it_and_spoils_nothing() throws IOException {
        lab.signedUp("ann");
        back();
        lab.signedUp("ben");
        Path crashed = crashed();
        assertRefused("is there already", Subcommand.RESTORE, crashed, backup);
        String kept = done(Subcommand.RESTORE, crashed, backup, "--force")
                .replaceAll("(?s).*what was there before is (\\S+).*", "$1");
        assertEquals(List.of("ann"), usersIn(crashed));
        assertEquals(List.of("ann", "ben"), usersIn(Path.of(kept)));
    }

    @Test
    void a_log_that_is_left_of_a_database_that_is_gone_does_not_get_into_the_restored_one() throws IOException {
        lab.signedUp("ann");
        back();
        lab.signedUp("ben");
        Path crashed = crashed();
        Files.delete(crashed);
        done(Subcommand.RESTORE, crashed, backup);
        assertEquals(List.of("ann"), usersIn(crashed));
    }

    @Test
    void a_database_that_is_broken_can_be_restored() throws IOException {
        lab.signedUp("ann");
        back();
        lab.stop();
        Files.writeString(lab.databaseFile(), "This is not a database. ".repeat(100));
        restored("--force");
        assertEquals(List.of("ann"), usersIn(lab.databaseFile()));
    }

    @Test
    void nothing_is_restored_under_a_running_server() throws IOException {
        lab.signedUp("ann");
        back();
        lab.signedUp("ben");
        byte[] before = Files.readAllBytes(lab.databaseFile());
        assertRefused("is in use", Subcommand.RESTORE, backup, "--force");
        assertArrayEquals(before, Files.readAllBytes(lab.databaseFile()));
        lab.browser().logIn("ben", Lab.PASSWORD).expect(303);
    }

    @Test
    void without_force_nothing_is_replaced() throws IOException {
        back();
        lab.stop();
        assertRefused("--force", Subcommand.RESTORE, backup);
    }

    @Test
    void what_is_no_backup_is_refused() throws IOException {
        lab.stop();
        assertRefused("there is no file", Subcommand.RESTORE, backup, "--force");
        Files.writeString(backup, "This is not a database. ".repeat(100));
        assertRefused("is no database", Subcommand.RESTORE, backup, "--force");
        Files.delete(backup);
        give(0, Subcommand.BACKUP, lab.databaseFile(), backup);
        change(backup, "ALTER TABLE flyway_schema_history RENAME COLUMN version TO something");
        assertRefused("is no database of whoami", Subcommand.RESTORE, backup, "--force");
        Files.writeString(backup, "");
        assertRefused("is no database of whoami", Subcommand.RESTORE, backup, "--force");
        assertEquals(List.of(), usersIn(lab.databaseFile()));
    }

    @Test
    void a_backup_of_a_newer_version_is_refused_and_one_of_an_older_version_is_brought_up_to_date() throws IOException {
        back();
        Path newer = folder.resolve("newer.db");
        Files.copy(backup, newer);
        change(
                newer,
                "INSERT INTO flyway_schema_history SELECT 999, '999', 'future', type, 'V999__future.sql', 1,"
                        + " installed_by, installed_on, 1, 1 FROM flyway_schema_history WHERE installed_rank = 1");
        lab.stop();
        assertRefused("nor by an older one", Subcommand.RESTORE, newer, "--force");
        Path older = folder.resolve("older.db");
        Files.copy(backup, older);
        change(older, "DELETE FROM flyway_schema_history WHERE version > 1");
        assertEquals("", new SqliteFile(older).fault().orElse(""));
    }

    @Test
    void the_file_of_a_database_at_work_is_no_backup() throws IOException {
        lab.signedUp("ann");
        Path crashed = crashed();
        lab.stop();
        assertRefused("is a database at work", Subcommand.RESTORE, crashed, "--force");
    }

    @Test
    void a_link_to_the_database_stays_a_link() throws IOException {
        lab.signedUp("ann");
        back();
        lab.stop();
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), lab.databaseFile());
        done(Subcommand.RESTORE, link, backup, "--force");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(List.of("ann"), usersIn(lab.databaseFile()));
    }

    private void back() throws IOException {
        done(Subcommand.BACKUP, lab.databaseFile(), backup);
    }

    private String restored(String... options) throws IOException {
        return done(Subcommand.RESTORE, lab.databaseFile(), backup, options);
    }

    private String done(Subcommand subcommand, Path database, Path file, String... options) throws IOException {
        return give(0, subcommand, database, file, options);
    }

    private void assertRefused(String reason, Subcommand subcommand, Path file, String... options) throws IOException {
        assertRefused(reason, subcommand, lab.databaseFile(), file, options);
    }

    private void assertRefused(String reason, Subcommand subcommand, Path database, Path file, String... options)
            throws IOException {
        String said = give(1, subcommand, database, file, options);
        assertTrue(
                said.contains(reason)
                        && said.startsWith("whoami: ")
                        && said.lines().count() == 1,
                said);
    }

    private String give(int exitCode, Subcommand subcommand, Path database, Path file, String... options)
            throws IOException {
        Path config = Files.createTempFile("whoami", ".properties");
        Files.writeString(config, "WHOAMI_DATABASE=jdbc:sqlite:" + database);
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--config", config.toString(), file.toString()));
        try {
            return run(exitCode, subcommand, arguments.toArray(String[]::new));
        } finally {
            Files.delete(config);
        }
    }

    private static String run(int exitCode, Subcommand subcommand, String... arguments) {
        var said = new ByteArrayOutputStream();
        var stream = new PrintStream(said);
        int code = subcommand.run(stream, stream, arguments);
        assertEquals(exitCode, code, said.toString());
        return said.toString();
    }

    /** The files of the lab's database as they would lie there had its machine lost its power just now. */
    private Path crashed() throws IOException {
        Path copy = folder.resolve("crashed.db");
        for (String suffix : List.of("", "-wal")) {
            Files.copy(Path.of(lab.databaseFile() + suffix), Path.of(copy + suffix));
        }
        return copy;
    }

    private static byte[] damaged(byte[] bytes) {
        for (int i = bytes.length / 2; i < bytes.length; i++) {
            bytes[i] = 'x';
        }
        return bytes;
    }

    private static void change(Path file, String sql) {
        try (Database database = Database.open(new Sqlite(Sqlite.PREFIX + file))) {
            database.execute(tx -> tx.update(sql));
        }
    }

    private static List<String> usersIn(Path file) {
        try (Database database = Database.open(new Sqlite(Sqlite.PREFIX + file))) {
            return database.read(
                    tx -> tx.list(row -> row.getString(1), "SELECT username FROM users ORDER BY username"));
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
