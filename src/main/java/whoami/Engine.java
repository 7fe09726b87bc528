package whoami;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What differs from one kind of database to another: all of it is in here, and the SQL of the DAOs is one for all. */
public sealed interface Engine permits Sqlite, Postgres {
    /** What became of a statement, as far as it makes a difference to us. */
    enum Failure {
        /** A row with the same key is already there. */
        UNIQUE_VIOLATION,
        /** Another transaction was in the way: the same one, run once more, may well succeed. */
        CLASH,
        /** The trouble is with the database, and not with what we asked for. */
        OUTAGE,
        OTHER
    }

    /** @throws IllegalArgumentException if it is the address of no database that we know */
    static Engine parse(String url) {
        return url.startsWith(Sqlite.PREFIX) ? Sqlite.parse(url) : Postgres.parse(url);
    }

    /** What it is called. */
    String name();

    /** Makes the database where it is missing and can be made. */
    void create() throws IOException;

    /** @param patience how long to wait where another process is in the way */
    DataSource source(Duration patience);

    /** Whether a second transaction that writes would only be in the way of the first. */
    boolean hasOneWriter();

    /** How long a connection is kept; zero for ever. */
    Duration connectionLife();

    /** Where the migrations are that bring the tables up to date. */
    List<String> migrations(DataSource source) throws SQLException;

    /** Where to see whether anything was committed, without asking the database. */
    Optional<WalIndex> walIndex() throws IOException, SQLException;

    /** What stands behind a SELECT to hold the rows it finds, until the end of the transaction. */
    String forUpdate();

    Failure failure(SQLException e);
}
