package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sqlite")
class WalIndexTest {
    @TempDir
    Path folder;

    @Test
    void a_commit_changes_it_and_nothing_else_does() throws Exception {
        try (WalIndex index = WalIndex.open(sqlite());
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String commit : List.of("CREATE TABLE t (x)", "INSERT INTO t VALUES (1)", "DELETE FROM t", "VACUUM")) {
                ByteBuffer before = index.mark();
                statement.execute(commit);
                assertFalse(index.isStill(before), commit);
            }
            ByteBuffer before = index.mark();
            for (String sql : List.of("SELECT * FROM t", "BEGIN IMMEDIATE", "INSERT INTO t VALUES (2)", "ROLLBACK")) {
                statement.execute(sql);
                assertTrue(index.isStill(before), sql);
            }
        }
    }

    @Test
    void it_stays_in_use_when_all_others_have_closed_the_file_and_opened_it_again() throws Exception {
        connect().close();
        try (WalIndex index = WalIndex.open(sqlite())) {
            ByteBuffer before = index.mark();
            for (int i = 0; i < 3; i++) {
                try (Connection connection = connect();
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE t" + i + " (x)");
                }
                assertFalse(index.isStill(before), "round " + i);
                before = index.mark();
            }
        }
    }

    @Test
    void it_leaves_nothing_behind() throws Exception {
        WalIndex.open(sqlite()).close();
        try (var files = Files.list(folder)) {
            assertEquals(List.of(file()), files.toList());
        }
    }

    @Test
    void it_is_found_where_a_link_leads_to() throws Exception {
        Path link = folder.resolve("link");
        Files.createFile(file());
        Files.createSymbolicLink(link, file());
        try (WalIndex index = WalIndex.open(new Sqlite(Sqlite.PREFIX + link));
                Connection connection = connect();
                Statement statement = connection.createStatement()) {
            ByteBuffer before = index.mark();
            statement.execute("CREATE TABLE t (x)");
            assertFalse(index.isStill(before));
        }
    }

    private Connection connect() throws SQLException {
        return sqlite().source(Pools.PATIENCE).getConnection();
    }

    private Sqlite sqlite() {
        return new Sqlite(Sqlite.PREFIX + file());
    }

    private Path file() {
        return folder.resolve("whoami.db");
    }
}
