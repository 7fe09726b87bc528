package whoami;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server, or one that speaks its language.
 *
 * @param url as the driver knows it, without the user
 * @param user null where the driver is to find out
 */
record Postgres(String url, UserInfo user) implements Engine {
    private static final Pattern URL =
            Pattern.compile("(jdbc:postgresql://)(?:([^/?#@]*)@)?([^/?#@]+/[^/?#]+)(\\?[^#]*)?");

    /** Classes of SQLSTATE: no connection, no resources, stopped or cancelled from outside, trouble with the system. */
    private static final Set<String> OUTAGES = Set.of("08", "53", "57", "58");

    /** Read-only, as after a fail-over; idle for too long in a transaction; a lock that somebody holds for too long. */
    private static final Set<String> MORE_OUTAGES = Set.of("25006", "25P03", "55P03");

    /** What came in between, and a deadlock. */
    private static final Set<String> CLASHES = Set.of("40001", "40P01");

    private static final String UNIQUE_VIOLATION = "23505";

    /** A server that has stopped without a word must not hold a request for ever; no statement of ours takes as long. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    static Postgres parse(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no database");
        }
        String parameters = matcher.group(4) == null ? "" : matcher.group(4);
        String withoutUser = matcher.group(1) + matcher.group(3) + parameters;
        if (Driver.parseURL(withoutUser, new Properties()) == null) {
            throw new IllegalArgumentException("no database");
        }
        return new Postgres(withoutUser, matcher.group(2) == null ? null : UserInfo.parse(matcher.group(2)));
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    /** Whoever runs the server has done it. */
    @Override
    public void create() {}

    @Override
    public DataSource source(Duration patience) {
        var source = new PGSimpleDataSource();
        source.setURL(url);
        if (user != null) {
            source.setUser(user.user());
            source.setPassword(user.password());
        }
        unlessGiven(source, PGProperty.APPLICATION_NAME, "whoami");
        unlessGiven(source, PGProperty.TCP_KEEP_ALIVE, "true");
        unlessGiven(source, PGProperty.CONNECT_TIMEOUT, String.valueOf(patience.toSeconds()));
        unlessGiven(source, PGProperty.SOCKET_TIMEOUT, String.valueOf(SILENCE.toSeconds()));
        unlessGiven(source, PGProperty.OPTIONS, "-c lock_timeout=" + patience.toMillis());
        return source;
    }

    private void unlessGiven(PGSimpleDataSource source, PGProperty property, String value) {
        if (!Driver.parseURL(url, new Properties()).containsKey(property.getName())) {
            source.setProperty(property, value);
        }
    }

    @Override
    public boolean hasOneWriter() {
        return false;
    }

    /** So that after a fail-over, or a change of its address, the server is asked for anew. */
    @Override
    public Duration connectionLife() {
        return Duration.ofMinutes(30);
    }

    /** CockroachDB orders texts by bytes, and has no other way to say so. */
    @Override
    public List<String> migrations(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SELECT version()")) {
            version.next();
            return version.getString(1).startsWith("CockroachDB")
                    ? List.of("classpath:db/migration")
                    : List.of("classpath:db/migration", "classpath:db/postgresql");
        }
    }

    @Override
    public Optional<WalIndex> walIndex() {
        return Optional.empty();
    }

    @Override
    public String forUpdate() {
        return " FOR UPDATE";
    }

    @Override
    public Failure failure(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (state.equals(UNIQUE_VIOLATION)) {
            return Failure.UNIQUE_VIOLATION;
        }
        if (CLASHES.contains(state)) {
            return Failure.CLASH;
        }
        boolean outage = MORE_OUTAGES.contains(state) || state.length() == 5 && OUTAGES.contains(state.substring(0, 2));
        return outage ? Failure.OUTAGE : Failure.OTHER;
    }

    /** Without user and password, which may be among the parameters too. */
    @Override
    public String toString() {
        return url.replaceFirst("\\?.*", "");
    }
}
