package whoami;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A database as a file that can be copied, looked through, and put in the place of another. */
record SqliteFile(Path path) {
    /** Where SQLite keeps what is not yet in the file. Beside another database than their own they would ruin it. */
    private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

    private static final int BUSY = SQLiteErrorCode.SQLITE_BUSY.code;
    private static final int CORRUPT = SQLiteErrorCode.SQLITE_CORRUPT.code;
    private static final int NOT_A_DATABASE = SQLiteErrorCode.SQLITE_NOTADB.code;

    /** @throws CommandFailure where the data is in no file */
    static SqliteFile of(Settings settings) {
        if (!(settings.database() instanceof Sqlite sqlite)) {
            throw new CommandFailure("this is for SQLite: use pg_dump and pg_restore for PostgreSQL");
        }
        Path file = sqlite.file();
        try {
            // SQLite looks for the companions where a link leads to
            return new SqliteFile(Files.exists(file) ? file.toRealPath() : file);
        } catch (IOException e) {
            throw CommandFailure.because("cannot find " + file, e);
        }
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Whether some of it lies in another file: a copy of this one alone would not be all of it. */
    boolean hasCompanions() {
        return COMPANIONS.stream().anyMatch(suffix -> Files.exists(companion(path, suffix)));
    }

    /**
     * Copies all that is committed by now into an empty file. It is one long reading of one state, which WAL lets go on beside all
     * writing. SQLite's backup API would begin anew whenever another process has written, and might never end. And unlike the pages of the
     * file, this copy has nothing in it that was deleted.
     */
    void copyTo(Path empty) {
        try (Connection connection = engine().source(Pools.PATIENCE).getConnection();
                PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, empty.toString());
            copy.execute();
        } catch (SQLException e) {
            throw CommandFailure.because("cannot copy " + path, e);
        }
    }

    /** Why it is no whole database that this whoami could work with, if so. */
    Optional<String> fault() {
        DataSource source = engine().inOneFile();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            if (!first(statement, "PRAGMA integrity_check").equals(Optional.of("ok"))
                    || first(statement, "PRAGMA foreign_key_check").isPresent()) {
                return Optional.of("is damaged");
            }
        } catch (SQLException e) {
            return Optional.of(fault(e));
        }
        return strange(source);
    }

    private static String fault(SQLException e) {
        if (is(e, NOT_A_DATABASE)) {
            return "is no database";
        }
        return is(e, CORRUPT) ? "is damaged" : "cannot be read: " + e.getMessage();
    }

    private Optional<String> strange(DataSource source) {
        Flyway flyway = Migrations.at(source, engine().migrations(source))
                .ignoreMigrationPatterns("*:pending")
                .load();
        try {
            if (flyway.info().applied().length > 0) {
                return flyway.validateWithResult().validationSuccessful
                        ? Optional.empty()
                        : Optional.of("was made neither by this version of whoami nor by an older one");
            }
            return Optional.of("is no database of whoami");
        } catch (RuntimeException e) {
            // a table of that name that is not Flyway's is none that it expects
            return Optional.of("is no database of whoami");
        }
    }

    /**
     * Brings home what lies in the companions, and keeps everybody else out until it is closed.
     *
     * @throws CommandFailure if somebody is using it, as every connection of a server does all the time
     */
    Hold hold() {
        try {
            return exists() ? new Hold(alone()) : new Hold(null);
        } catch (SQLException e) {
            if (is(e, BUSY)) {
                throw new CommandFailure(path + " is in use: stop the server first");
            }
            if (is(e, CORRUPT) || is(e, NOT_A_DATABASE)) {
                // nobody can be using that, and whoever restores a backup may do it for just this reason
                return new Hold(null);
            }
            throw CommandFailure.because("cannot open " + path, e);
        }
    }

    private Connection alone() throws SQLException {
        Connection connection = engine().inOneFile().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            // a server that has started just now would have set it to WAL, where "exclusive" means less
            if (!first(statement, "PRAGMA journal_mode").equals(Optional.of("delete"))) {
                throw new SQLiteException("not alone", SQLiteErrorCode.SQLITE_BUSY);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Gives it a second name, under which it stays when another file takes the first. What lies beside it goes along. */
    void keepAs(Path name) throws IOException {
        if (exists()) {
            Files.createLink(name, path);
        }
        for (String suffix : COMPANIONS) {
            if (Files.exists(companion(path, suffix))) {
                Files.move(companion(path, suffix), companion(name, suffix));
            }
        }
    }

    private static Path companion(Path file, String suffix) {
        return Path.of(file + suffix);
    }

    Sqlite engine() {
        return new Sqlite(Sqlite.PREFIX + path);
    }

    private static Optional<String> first(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }

    private static boolean is(SQLException e, int code) {
        return e instanceof SQLiteException sqlite && (sqlite.getResultCode().code & 0xff) == code;
    }

    /** @param connection null where there is nothing to hold */
    record Hold(Connection connection) implements AutoCloseable {
        @Override
        public void close() {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (SQLException e) {
                throw CommandFailure.because("cannot let go of the database", e);
            }
        }
    }
}
