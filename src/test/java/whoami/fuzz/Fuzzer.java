package whoami.fuzz;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import whoami.Lab;

/** Sends requests that are a little, or wholly, wrong. Each is drawn from the seed and its own number alone. */
final class Fuzzer {
    /** What a stack trace or the name of a class looks like. */
    private static final Pattern INSIDES = Pattern.compile(
            "\\tat |Exception|\\b(io\\.javalin|org\\.eclipse|java\\.(lang|util|sql)|jakarta\\.|org\\.sqlite|whoami\\.(web|api|account))\\b"
                    + "|SQLITE_|(?i:powered by)|[jJ]etty/");

    /** The contract and Swagger's script speak of much. */
    private static final Pattern LONG_FILES = Pattern.compile("/docs/|openapi");

    private static final Duration SLOW = Duration.ofSeconds(1);

    private final Lab lab;
    private final Canary canary;
    private final List<Route> routes;
    private final long seed;
    private final Queue<String> findings = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private Duration slowest = Duration.ZERO;
    private int slow;

    Fuzzer(Lab lab, Canary canary, long seed) {
        this.lab = lab;
        this.canary = canary;
        this.routes = Route.all(lab);
        this.seed = seed;
    }

    RawRequest request(int number, Identity who) {
        // numbers side by side would begin alike
        var random = new Random(seed * 0x9E3779B97F4A7C15L + number * 0xBF58476D1CE4E5B9L);
        random.nextInt();
        Route route = Words.pick(random, routes);
        var request = new RawRequest(route.method(), path(route, who, random));
        Bodies.fill(request, route, who, random);
        who.sign(request, random);
        for (int i = random.nextInt(4); i > 0; i--) {
            if (request.body.length > 0 && random.nextBoolean()) {
                Bodies.spoil(request, random);
            } else {
                Heads.spoil(request, random);
            }
        }
        return request;
    }

    private String path(Route route, Identity who, Random random) {
        // what an admin may do to others must not be held against the server
        List<String> ids = who.admin() ? List.of(who.postId()) : List.of(who.postId(), canary.postId());
        List<String> names = who.admin() ? List.of(who.username()) : List.of(who.username(), Canary.NAME);
        String nonsense = Bodies.encode(Words.nasty(random));
        return random.nextInt(5) == 0
                ? route.path().replaceAll("\\{\\w+}", nonsense)
                : route.path()
                        .replace("{id}", Words.pick(random, ids))
                        .replace("{username}", Words.pick(random, names))
                        .replace("{file}", "swagger-ui.css")
                        .replace("{token}", "x".repeat(43));
    }

    void send(int number, Identity who) {
        RawRequest request = request(number, who);
        try {
            Heard heard = Heard.from(lab.port(), request.bytes());
            count(heard);
            wrong(request, heard, who)
                    .forEach(what -> findings.add("request " + number + ": " + what + "\n" + request + "\n-> "
                            + heard.text().substring(0, Math.min(heard.text().length(), 600))));
        } catch (IOException e) {
            findings.add("request " + number + ": no answer, " + e + "\n" + request);
        }
    }

    private synchronized void count(Heard heard) {
        statuses.merge(heard.status(), 1, Integer::sum);
        slow += heard.took().compareTo(SLOW) > 0 ? 1 : 0;
        slowest = heard.took().compareTo(slowest) > 0 ? heard.took() : slowest;
    }

    private List<String> wrong(RawRequest request, Heard heard, Identity who) {
        List<String> wrong = new ArrayList<>();
        if (heard.status() >= 500 && heard.status() != 503) {
            wrong.add("status " + heard.status());
        }
        if (INSIDES.matcher(heard.text()).find()
                && !LONG_FILES.matcher(request.path).find()) {
            wrong.add("tells of its insides");
        }
        if (heard.head().contains("\n" + Words.INJECTED)) {
            wrong.add("a header was injected");
        }
        if (heard.isHtml() && heard.text().contains(Words.MARKUP)) {
            wrong.add("markup was injected");
        }
        canary.seenIn(heard.text(), who.admin()).forEach(secret -> wrong.add("tells " + secret));
        return wrong;
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    /** How it went, in a line. */
    @Override
    public synchronized String toString() {
        return "answers by status (0: none): " + statuses + "; slowest " + slowest.toMillis() + " ms, " + slow
                + " slower than a second; over " + routes.size() + " routes";
    }
}
