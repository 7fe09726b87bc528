package whoami;

import io.javalin.Javalin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import whoami.ops.Janitor;
import whoami.web.Limits;

/** A running whoami of a test's own: any free port, a database in a folder that goes away, time set by hand. */
public final class Lab implements BeforeEachCallback, AfterEachCallback {
    public static final String PASSWORD = "correct horse battery";

    public final HandSetClock clock = new HandSetClock();
    private final Map<String, String> settings = new HashMap<>();
    private Limits limits = Limits.standard();
    private Path folder;
    private Whoami whoami;

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
        settings.put("WHOAMI_DATABASE", "jdbc:sqlite:" + databaseFile());
        whoami = build();
        whoami.start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        whoami.close();
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

    private Whoami build() {
        return new Whoami(Settings.of(settings), clock, limits);
    }

    public Javalin app() {
        return whoami.app();
    }

    public int port() {
        return app().port();
    }

    public Database database() {
        return whoami.database();
    }

    public Janitor janitor() {
        return whoami.janitor();
    }

    Path databaseFile() {
        return folder.resolve("whoami.db");
    }

    /** Somebody who visits with a browser of their own. */
    public Browser browser() {
        return new Browser(app());
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

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
