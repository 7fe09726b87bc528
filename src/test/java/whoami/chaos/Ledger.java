package whoami.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What is in the database, read beside the server. */
record Ledger(String url) {
    private static final String HALF_MADE = "SELECT username FROM users u WHERE NOT EXISTS"
            + " (SELECT 1 FROM events WHERE user_id = u.id AND what = 'SIGN_UP')"
            + " UNION ALL SELECT username FROM users u WHERE unconfirmed_email IS NOT NULL"
            + " AND NOT EXISTS (SELECT 1 FROM outbox WHERE user_id = u.id)"
            + " UNION ALL SELECT id FROM posts p WHERE likes <>"
            + " (SELECT COUNT(*) FROM votes WHERE post_id = p.id AND vote = 'LIKE')";

    /** Accounts without their event or letter, and posts whose counter is wrong. */
    List<String> halfMade() throws SQLException {
        return texts(HALF_MADE);
    }

    List<String> texts(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    /** Those who still wait for a letter to confirm their address, or have got it. */
    List<String> written() throws SQLException {
        return texts("SELECT username FROM users WHERE unconfirmed_email IS NOT NULL");
    }

    void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
