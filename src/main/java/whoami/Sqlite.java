package whoami;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/** How a SQLite file is made and opened. */
final class Sqlite {
    static final String PREFIX = "jdbc:sqlite:";

    private Sqlite() {}

    /** The file that the data is in, unless it is in none. */
    static Optional<Path> file(String url) {
        return url.startsWith(PREFIX) ? Optional.of(Path.of(url.substring(PREFIX.length()))) : Optional.empty();
    }

    /** @param patience how long to wait where another process holds the file */
    static DataSource source(String url, Duration patience) {
        var sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.WAL);
        // FULL: an answered write survives a power cut; NORMAL would lose the last moments
        sqlite.setSynchronous(SynchronousMode.FULL);
        sqlite.enforceForeignKeys(true);
        sqlite.setBusyTimeout((int) patience.toMillis());
        // a transaction that first reads and then writes would fail, not wait, when another writer came in between
        sqlite.setTransactionMode(TransactionMode.IMMEDIATE);
        var source = new SQLiteDataSource(sqlite);
        source.setUrl(url);
        return source;
    }

    /** A database that nobody else works with: all of it is in one file. */
    static DataSource inOneFile(String url) {
        var sqlite = new SQLiteConfig();
        sqlite.setJournalMode(JournalMode.DELETE);
        sqlite.setBusyTimeout(0);
        var source = new SQLiteDataSource(sqlite);
        source.setUrl(url);
        return source;
    }

    /** The file holds hashes of passwords: other users of the machine have no business in it. */
    static void createForOwnerOnly(String url) throws IOException {
        Path file = file(url).orElseThrow();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix && !Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }
}
