package whoami;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import whoami.MailServer.ReceivedLetter;
import whoami.account.Caller;
import whoami.account.User;
import whoami.account.Users;
import whoami.ops.Janitor;
import whoami.web.Limits;

/**
 * A running whoami of a test's own: any free port, a database in a folder that goes away, unless one is given, time set by hand.
 */
public final class Lab implements BeforeEachCallback, AfterEachCallback {
    public static final String PASSWORD = "correct horse battery";

    public final HandSetClock clock = new HandSetClock();
    private final Map<String, String> settings = new HashMap<>();
    private final MailServer mail = new MailServer();
    private Limits limits = Limits.standard();
    private Path folder;
    private FreshDatabase fresh;
    private Whoami whoami;
    private final List<Whoami> others = new ArrayList<>();

    /** @param settings names without {@code WHOAMI_} and their values, in turn */
    public Lab(String... settings) {
        this.settings.put("WHOAMI_PORT", "0");
        this.settings.put("WHOAMI_BCRYPT_COST", "4");
        for (int i = 0; i < settings.length; i += 2) {
            this.settings.put("WHOAMI_" + settings[i], settings[i + 1]);
        }
    }

    public Lab withPatience(Duration patience) {
        limits = new Limits(patience);
        return this;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("whoami-lab");
        if (!settings.containsKey("WHOAMI_DATABASE")) {
            fresh = FreshDatabase.in(folder);
            settings.put("WHOAMI_DATABASE", fresh.url());
        }
        if (settings.containsKey("WHOAMI_SMTP")) {
            mail.start();
            settings.put("WHOAMI_SMTP", mail.url());
        }
        whoami = build();
        whoami.start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        others.forEach(Whoami::close);
        others.clear();
        whoami.close();
        mail.stop();
        if (fresh != null) {
            fresh.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Lab::delete);
        }
    }

    public void stop() {
        whoami.close();
    }

    /** Stops the server and starts another one on the same database. */
    public void restart() {
        whoami.close();
        whoami = build();
        whoami.start();
    }

    /** Stops the server and starts another one on another database. */
    void restartOn(String database) {
        settings.put("WHOAMI_DATABASE", database);
        restart();
    }

    private Whoami build() {
        return new Whoami(Settings.of(settings), clock, limits);
    }

    /** A second process on the same database, as far as that shows. */
    Whoami anotherNode() {
        Whoami node = build();
        others.add(node);
        return node.start();
    }

    /** The process that is there from the beginning. */
    Whoami node() {
        return whoami;
    }

    Domain domain() {
        return whoami.domain();
    }

    public Javalin app() {
        return whoami.app();
    }

    public int port() {
        return app().port();
    }

    /** The port of a lab whose setting {@code METRICS_PORT} is given. */
    public int metricsPort() {
        return whoami.metrics().orElseThrow().port();
    }

    /** Where it listens for https, in a lab whose settings {@code TLS_...} are given. */
    public int tlsPort() {
        return ((ServerConnector) app().jettyServer().server().getConnectors()[1]).getLocalPort();
    }

    /** Waits until no request is being worked on. */
    public void awaitQuiet() {
        var graceful = app().jettyServer().server().getDescendant(GracefulHandler.class);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (graceful.getCurrentRequestCount() > 0) {
            assertTrue(System.nanoTime() < end, graceful.getCurrentRequestCount() + " requests never end");
            Thread.onSpinWait();
        }
    }

    /** Waits until the last visit of somebody is written down, which it is when the answer is out already. */
    public void awaitVisitNoted() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!database()
                .read(tx -> tx.list(row -> row.getLong(1), "SELECT last_seen_at FROM sessions"))
                .contains(clock.millis())) {
            assertTrue(System.nanoTime() < end, "the visit is not noted");
            Thread.onSpinWait();
        }
    }

    public Database database() {
        return whoami.database();
    }

    /**
     * How many rows there are.
     *
     * @param which a table and, if not all of its rows are meant, {@code WHERE} and a condition
     */
    public int rows(String which) {
        return database()
                .read(tx -> tx.list(row -> 1, "SELECT 1 FROM " + which))
                .size();
    }

    public Janitor janitor() {
        return whoami.domain().janitor();
    }

    /** The mail server of a lab whose setting {@code SMTP} is given, whatever it says. */
    public MailServer mail() {
        return mail;
    }

    /** The letters that have come to an address, the first one first, with those that are on their way. */
    public List<ReceivedLetter> letters(String address) {
        deliver();
        return mail.letters(address);
    }

    /** The path that the link in the newest letter to an address leads to. */
    public String link(String address) {
        List<ReceivedLetter> letters = letters(address);
        assertFalse(letters.isEmpty(), "no letter to " + address);
        return letters.get(letters.size() - 1).path();
    }

    /** The token in that link. */
    public String token(String address) {
        return tokenIn(link(address));
    }

    static String tokenIn(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Tries to send everything that is due now. */
    public void deliver() {
        whoami.domain().delivery().round();
    }

    public Path databaseFile() {
        return folder.resolve("whoami.db");
    }

    /**
     * Makes the database refuse rows.
     *
     * @param change such as {@code INSERT ON events}
     * @param condition which ones, such as {@code NEW.what = 'LOG_IN'}
     */
    public void refuse(String change, String condition, String reason) {
        String trigger = "CREATE TRIGGER refusal BEFORE " + change + " FOR EACH ROW WHEN (" + condition + ") ";
        if (FreshDatabase.ON_POSTGRES) {
            database()
                    .execute(tx -> tx.update("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN RAISE EXCEPTION ''" + reason + "''; END'"));
            database().execute(tx -> tx.update(trigger + "EXECUTE FUNCTION refuse()"));
        } else {
            database().execute(tx -> tx.update(trigger + "BEGIN SELECT RAISE(ABORT, '" + reason + "'); END"));
        }
    }

    /** Ends what {@link #refuse} began. */
    public void refuseNoMore(String table) {
        database().execute(tx -> tx.update("DROP TRIGGER refusal" + (FreshDatabase.ON_POSTGRES ? " ON " + table : "")));
    }

    /** Somebody who visits with a browser of their own. */
    public Browser browser() {
        return new Browser(app());
    }

    /** A program that talks to the API. */
    public Program program() {
        return new Program(port());
    }

    /** A program of somebody who has signed up and logged in by it. */
    public Program programOf(String username) {
        return program().register(username).logIn(username);
    }

    /** Somebody who has just signed up. */
    public Browser signedUp(String username) {
        Browser browser = browser();
        browser.signUp(username, PASSWORD).expect(303);
        return browser;
    }

    /** Somebody who has signed up and logged in, through the real forms. */
    public Browser loggedIn(String username) {
        Browser browser = signedUp(username);
        browser.logIn(username, PASSWORD).expect(303);
        return browser;
    }

    /** Somebody who has signed up with an address, confirmed it and logged in. */
    public Browser confirmed(String username, String email) {
        Browser browser = browser();
        browser.signUp(username, PASSWORD, email).expect(303);
        browser.post(link(email)).expectRedirect("/login?confirmed");
        browser.logIn(username, PASSWORD).expect(303);
        return browser;
    }

    /** Makes an admin of somebody, as whoever runs the site can. */
    public void promote(String username) {
        Users users = whoami.domain().users();
        users.setRole(users.named(username), User.Role.ADMIN, null, new Caller("operator", "", "-"));
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
