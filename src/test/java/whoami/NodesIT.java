package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real processes over one database, one of which dies while people are at work. */
class NodesIT {
    private static final int PEOPLE = 4;
    private static final long PATIENCE_SECONDS = 20;
    private static final String ACCOUNT = "username=%s&password=correct+horse+battery";

    @TempDir
    Path folder;

    private final FreshDatabase database = FreshDatabase.emptyOnPostgres();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);

    /** The node that told each of them that it was done. */
    private final Map<String, String> signedUp = new ConcurrentHashMap<>();

    private volatile String dead = "none yet";
    private volatile boolean open = true;

    @AfterEach
    void clear() {
        open = false;
        threads.shutdownNow();
        database.close();
    }

    @Test
    void the_others_go_on_with_everybody_and_everything_that_the_dead_one_had() throws Exception {
        try (var a = start();
                var b = start();
                var c = start()) {
            List<String> nodes = List.of(a.address(), b.address(), c.address());
            List<String> left = List.of(a.address(), c.address());
            List<String> cookies = membersOf(nodes);
            List<Future<?>> people = people(nodes, cookies);
            nodes.forEach(this::awaitMoreFrom);
            dead = b.address();
            b.kill();
            left.forEach(this::awaitMoreFrom);
            open = false;
            for (Future<?> each : people) {
                each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            for (String cookie : cookies) {
                assertEquals(200, me(a.address(), cookie));
                assertEquals(200, me(c.address(), cookie));
            }
        }
        assertNothingIsLost();
    }

    private JarProcess start() throws IOException {
        return JarProcess.start(
                folder,
                Map.of(
                        "WHOAMI_DATABASE", database.url(),
                        "WHOAMI_PORT", "0",
                        "WHOAMI_BCRYPT_COST", "4",
                        "WHOAMI_THROTTLE", "off"));
    }

    /** Somebody who has logged in at each of them. */
    private List<String> membersOf(List<String> nodes) throws Exception {
        List<String> cookies = new ArrayList<>();
        for (String node : nodes) {
            cookies.add(logIn(node, "member" + cookies.size()));
        }
        return cookies;
    }

    private String logIn(String node, String username) throws Exception {
        assertEquals(303, post(node, "/signup", username).statusCode());
        return post(node, "/login", username)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceAll(";.*", "");
    }

    private List<Future<?>> people(List<String> nodes, List<String> cookies) {
        List<Future<?>> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            String name = "visitor" + i + "x";
            people.add(threads.submit(() -> goOn(name, nodes, cookies)));
        }
        return people;
    }

    /** Signs up and looks who is logged in, at one node after the other; nobody but the dead one may fail to answer. */
    private Void goOn(String name, List<String> nodes, List<String> cookies) throws Exception {
        for (int i = 0; open; i++) {
            String node = nodes.get(i % nodes.size());
            try {
                assertEquals(303, post(node, "/signup", name + i).statusCode());
                signedUp.put(name + i, node);
                assertEquals(200, me(node, cookies.get(i / nodes.size() % cookies.size())), "logged out");
            } catch (IOException e) {
                if (!node.equals(dead)) {
                    throw e;
                }
            }
        }
        return null;
    }

    private void awaitMoreFrom(String node) {
        long before = signedUpAt(node);
        Traffic.await(() -> signedUpAt(node) >= before + 10);
    }

    private long signedUpAt(String node) {
        return signedUp.values().stream().filter(node::equals).count();
    }

    private void assertNothingIsLost() {
        try (Database opened = database.open()) {
            Set<String> there = new HashSet<>(names(opened, ""));
            assertTrue(there.containsAll(signedUp.keySet()), () -> signedUp.keySet() + " but only " + there);
            assertEquals(
                    List.of(),
                    names(
                            opened,
                            " WHERE NOT EXISTS (SELECT 1 FROM events WHERE user_id = users.id AND what = 'SIGN_UP')"));
        }
    }

    private static List<String> names(Database database, String where) {
        return database.read(tx -> tx.list(row -> row.getString(1), "SELECT username FROM users" + where));
    }

    private HttpResponse<Void> post(String node, String path, String username) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(node + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(ACCOUNT.formatted(username))));
    }

    private int me(String node, String cookie) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(node + "/me")).header("Cookie", cookie))
                .statusCode();
    }

    private HttpResponse<Void> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.discarding());
    }
}
