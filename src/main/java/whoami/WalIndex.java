package whoami;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The head of SQLite's wal-index, in the file {@code -shm}. Every commit, by whatever process, changes it before it is acknowledged; SQLite
 * itself looks there to find out whether what it has in memory still holds (sqlite.org/walformat.html, section 2.1).
 */
final class WalIndex implements AutoCloseable {
    /** A counter of commits, the length of the log, its salts, and the checksum of its last frame. A second copy stands behind it. */
    private static final int HEAD = 40;

    /** SQLite deletes or empties the file only when nobody has the database open. */
    private final Connection keeper;

    /** Closed last: to close a file takes from this process all locks on it (POSIX), those of SQLite too. */
    private final FileChannel file;

    private final ByteBuffer head;

    private WalIndex(Connection keeper, FileChannel file, ByteBuffer head) {
        this.keeper = keeper;
        this.file = file;
        this.head = head;
    }

    static WalIndex open(Sqlite sqlite) throws IOException, SQLException {
        Connection keeper = sqlite.source(Pools.PATIENCE).getConnection();
        try (Statement statement = keeper.createStatement();
                // a connection takes part in the log from its first reading on
                ResultSet tables = statement.executeQuery("SELECT 1 FROM sqlite_schema")) {
            tables.next();
        }
        var path = Path.of(sqlite.file().toRealPath() + "-shm");
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        return new WalIndex(keeper, file, file.map(MapMode.READ_ONLY, 0, HEAD));
    }

    /** What {@link #isStill} is to be asked for later. */
    ByteBuffer mark() {
        return ByteBuffer.allocate(HEAD).put(0, head, 0, HEAD);
    }

    /** Whether nothing was committed since. */
    boolean isStill(ByteBuffer mark) {
        return head.mismatch(mark) < 0;
    }

    /** For when all other connections are closed. */
    @Override
    public void close() {
        try {
            keeper.close();
            file.close();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
