package whoami;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A connection that keeps its prepared statements when they are closed, for whoever asks for the same again: SQLite takes longer to
 * compile most of ours than to run them, and its driver keeps none. Only one thread at a time works with a connection.
 */
final class SqliteConnection extends JDBC4Connection {
    /** More than the statements that anybody waits for. Each takes some kilobytes. */
    private static final int MOST = 64;

    /** Those that nobody uses just now, by their SQL; the one that was closed longest ago first. */
    private final Map<String, Kept> idle = new LinkedHashMap<>();

    SqliteConnection(String url, Properties settings) throws SQLException {
        super(url, url.substring(Sqlite.PREFIX.length()), settings);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        Kept known = idle.remove(sql);
        return known != null ? known : new Kept(sql);
    }

    /** Whoever is given one has it alone until they close it. It names its columns: those of {@code SELECT *} may change. */
    private final class Kept extends JDBC4PreparedStatement {
        private String[] columns;

        Kept(String sql) throws SQLException {
            super(SqliteConnection.this, sql);
        }

        /** The driver would ask for the names of the columns each time, which takes a third of the time of a short SELECT. */
        @Override
        public ResultSet getResultSet() throws SQLException {
            rs.colsMeta = columns;
            ResultSet result = super.getResultSet();
            columns = rs.colsMeta;
            return result;
        }

        @Override
        public void close() throws SQLException {
            // the driver itself closes some that have failed
            if (pointer.isClosed()) {
                return;
            }
            rs.close();
            // rows that nobody has fetched would hold on to an old state of the database
            pointer.safeRunInt(DB::reset);
            // whoever leaves a value out gets NULL, and not the one of whoever was here before
            batch = new Object[paramCount];
            Kept other = idle.remove(sql);
            if (other == null && idle.size() == MOST) {
                other = idle.remove(idle.keySet().iterator().next());
            }
            idle.put(sql, this);
            if (other != null && other != this) {
                other.discard();
            }
        }

        private void discard() throws SQLException {
            super.close();
        }
    }
}
