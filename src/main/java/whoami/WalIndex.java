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

    /** While a connection is open, SQLite neither deletes nor empties the file. */
    private final Connection keeper;

    /**
     * Never closed, but left to the end of the process: closing a file takes from a process all its locks on it (POSIX), those of SQLite
     * too, and a transaction may still be under way.
     */
    private final FileChannel file;

    private final ByteBuffer head;
    private volatile boolean closed;

    private WalIndex(Connection keeper, FileChannel file, ByteBuffer head) {
        this.keeper = keeper;
        this.file = file;
        this.head = head;
    }

    static WalIndex open(Sqlite sqlite) throws IOException, SQLException {
        Connection keeper = sqlite.source(Pools.PATIENCE).getConnection();
        try {
            takePart(keeper);
            var path = Path.of(sqlite.file().toRealPath() + "-shm");
            FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
            return new WalIndex(keeper, file, file.map(MapMode.READ_ONLY, 0, HEAD));
        } catch (IOException | SQLException e) {
            keeper.close();
            throw e;
        }
    }

    /** A connection has a part in the log, and in its index, from its first reading on. */
    private static void takePart(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT 1 FROM sqlite_schema")) {
            tables.next();
        }
    }

    /** What {@link #isStill} is to be asked for later. */
    ByteBuffer mark() {
        return ByteBuffer.allocate(HEAD).put(0, head, 0, HEAD);
    }

    /** Whether nothing was committed since. */
    boolean isStill(ByteBuffer mark) {
        return !closed && head.mismatch(mark) < 0;
    }

    @Override
    public void close() {
        closed = true;
        try {
            keeper.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
