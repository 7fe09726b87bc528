package whoami;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteException;

/** A SQLite file: how it is made and opened. */
record Sqlite(String url) implements Engine {
    static final String PREFIX = "jdbc:sqlite:";

    /** Primary result codes: busy, locked, read-only, I/O error, corrupt, full, can't open, not a database. */
    private static final Set<Integer> OUTAGES = Set.of(5, 6, 8, 10, 11, 13, 14, 26);

    private static final Set<Integer> UNIQUE_VIOLATIONS = Set.of(1555, 2067);

    static Sqlite parse(String url) {
        if (!url.matches(PREFIX + "(?!file:|:)[^?]+")) {
            throw new IllegalArgumentException("no name of a file");
        }
        return new Sqlite(url);
    }

    @Override
    public String name() {
        return "SQLite";
    }

    /** The file that the data is in. */
    Path file() {
        return Path.of(url.substring(PREFIX.length()));
    }

    /** The file holds hashes of passwords: other users of the machine have no business in it. */
    @Override
    public void create() throws IOException {
        Path file = file();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix && !Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Override
    public DataSource source(Duration patience) {
        var sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.WAL);
        // FULL: an answered write survives a power cut; NORMAL would lose the last moments
        sqlite.setSynchronous(SynchronousMode.FULL);
        sqlite.enforceForeignKeys(true);
        sqlite.setBusyTimeout((int) patience.toMillis());
        // nobody asks for them, and the driver would after each INSERT
        sqlite.setGetGeneratedKeys(false);
        // a transaction that first reads and then writes would fail, not wait, when another writer came in between
        sqlite.setTransactionMode(TransactionMode.IMMEDIATE);
        var source = new Keeping(sqlite);
        source.setUrl(url);
        return source;
    }

    private static final class Keeping extends SQLiteDataSource {
        Keeping(SQLiteConfig config) {
            super(config);
        }

        @Override
        public Connection getConnection() throws SQLException {
            return new SqliteConnection(getUrl(), getConfig().toProperties());
        }
    }

    /** A database that nobody else works with: all of it is in one file. */
    DataSource inOneFile() {
        var sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.DELETE);
        sqlite.setBusyTimeout(0);
        var source = new SQLiteDataSource(sqlite);
        source.setUrl(url);
        return source;
    }

    @Override
    public boolean hasOneWriter() {
        return true;
    }

    @Override
    public Duration connectionLife() {
        return Duration.ZERO;
    }

    @Override
    public List<String> migrations(DataSource source) {
        return List.of("classpath:db/migration");
    }

    @Override
    public Optional<WalIndex> walIndex() throws IOException, SQLException {
        return Optional.of(WalIndex.open(this));
    }

    /** Whoever writes is alone anyway. */
    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public Failure failure(SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code : 0;
        if (UNIQUE_VIOLATIONS.contains(code)) {
            return Failure.UNIQUE_VIOLATION;
        }
        return OUTAGES.contains(code & 0xff) ? Failure.OUTAGE : Failure.OTHER;
    }

    @Override
    public String toString() {
        return url;
    }
}
