package whoami.ops;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;

/**
 * Counts and times requests by route and status, and log-ins by how they came out. Each new label is a time series for ever, so none of
 * them is what a stranger types: a path that has no route, and a method that nobody knows, are one label each.
 */
final class RequestMetrics implements RequestLog {
    private static final String ENDPOINT = RequestMetrics.class.getName();
    private static final String NONE = "none";

    private static final Duration[] BUCKETS = Stream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** Who comes in by a route that takes passwords. */
    private static final Map<String, String> DOORS = Map.of("/login", "page", "/api/auth/login", "program");

    private final MeterProvider<Timer> requests;
    private final MeterProvider<Counter> logIns;

    RequestMetrics(MeterRegistry registry) {
        requests = Timer.builder("http.server.requests")
                .description("Requests, and the time to answer them")
                .serviceLevelObjectives(BUCKETS)
                .withRegistry(registry);
        logIns = Counter.builder("whoami.logins")
                .description("Tries to log in, by how they came out")
                .withRegistry(registry);
        // one that is missing until it is 1 has not risen, to whoever asks by how much it has
        DOORS.values()
                .forEach(door -> Stream.of(200, 401, 403, 429, 503, 500, 400)
                        .forEach(status -> logIns.withTags("door", door, "outcome", outcome(status))));
    }

    /** Notes, before a route's guards can refuse a request, which one it is. */
    void noteRoute(Context ctx) {
        ctx.req().setAttribute(ENDPOINT, ctx.endpoints().matchedHttpEndpoint());
    }

    @Override
    public void log(Request request, Response response) {
        int status = response.getStatus();
        long nanos = NanoTime.since(request.getBeginNanoTime());
        var endpoint = (Endpoint) request.getAttribute(ENDPOINT);
        String route = endpoint == null ? NONE : endpoint.path;
        requests.withTags("method", method(request), "route", route, "status", String.valueOf(status))
                .record(nanos, TimeUnit.NANOSECONDS);
        if (endpoint != null && endpoint.method.equals(HandlerType.POST) && DOORS.containsKey(route)) {
            logIns.withTags("door", DOORS.get(route), "outcome", outcome(status))
                    .increment();
        }
    }

    private static String method(Request request) {
        return HttpMethod.fromString(request.getMethod()) == null ? NONE : request.getMethod();
    }

    private static String outcome(int status) {
        return switch (status) {
            case 200, 303 -> "ok";
            case 401 -> "wrong_password";
            case 403 -> "refused";
            case 429 -> "throttled";
            case 503 -> "unavailable";
            default -> status >= 500 ? "failed" : "malformed";
        };
    }
}
