package whoami.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.sqlite.Function;

/**
 * Many users, each with a session and a post, by SQL, as to sign them all up would take days. Whoever has signed up first lends them the
 * hash of the password.
 */
final class Crowd {
    private Crowd() {}

    static void join(Path database, int size, Instant now) throws SQLException {
        String ids = "WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < " + size
                + "), ids (i, id) AS (SELECT i, printf('%08x-0000-7000-8000-000000000000', i) FROM series) ";
        long end = now.plus(Duration.ofDays(1)).toEpochMilli();
        String times = now.toEpochMilli() + ", " + now.toEpochMilli();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            Function.create(connection, "sha256", new Sha256());
            // what is lost in a crash is lost with the bench; and all indexes fit into 256 MB
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA cache_size = -256000");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("INSERT INTO users (id, username, username_key, email, email_key, password_hash,"
                    + " created_at, updated_at) " + ids + "SELECT id, 'member' || i, 'member' || i,"
                    + " 'member' || i || '@example.org', 'member' || i || '@example.org',"
                    + " (SELECT password_hash FROM users LIMIT 1), " + times + " FROM ids");
            statement.execute("INSERT INTO sessions (id_hash, user_id, created_at, last_seen_at, expires_at, address,"
                    + " user_agent, attributes) " + ids + "SELECT sha256('session-' || i), id, " + times + ", " + end
                    + ", '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0', '{}' FROM ids");
            statement.execute("INSERT INTO posts (id, author_id, text, created_at, updated_at) " + ids
                    + "SELECT id, id, 'This is post ' || i || ', which is as long as most of them are.', " + times
                    + " FROM ids");
            statement.execute("COMMIT");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    static String name(int member) {
        return "member" + member;
    }

    /** The header of a member's browser. */
    static String cookie(int member) {
        return "Cookie: whoami=session-" + member;
    }

    static String postId(int member) {
        return String.format("%08x-0000-7000-8000-000000000000", member);
    }

    private static final class Sha256 extends Function {
        @Override
        protected void xFunc() throws SQLException {
            try {
                byte[] text = value_text(0).getBytes(StandardCharsets.UTF_8);
                result(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
