package whoami.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.javalin.config.JavalinConfig;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.RequestLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Database;
import whoami.StartupFailure;
import whoami.account.Passwords;
import whoami.mail.Outbox;

/**
 * What Prometheus asks for, on a port of its own. The domain counts for itself, in plain numbers, and is asked for them when somebody
 * looks: so it knows nothing of this, and without it nothing is different. None of these classes is even loaded then.
 */
public final class Metrics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Metrics.class);
    private static final String PATH = "/metrics";
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final RequestMetrics requests = new RequestMetrics(registry);
    private final InetSocketAddress address;
    private HttpServer server;

    public Metrics(InetSocketAddress address, String version, Database database, Passwords passwords, Outbox outbox) {
        this.address = address;
        Gauge.builder("whoami.build.info", () -> 1).tag("version", version).register(registry);
        database.observe(new MicrometerMetricsTrackerFactory(registry));
        hashing(passwords);
        letters(outbox);
        machine();
    }

    /** Has every request counted, also those that no route takes. No guard may come before, or what it refuses is not. */
    public void install(JavalinConfig config) {
        config.routes.beforeMatched(requests::noteRoute);
        config.jetty.modifyServer(
                server -> server.setRequestLog(new RequestLog.Collection(server.getRequestLog(), requests)));
    }

    /**
     * Listens with the small server of the JDK and not with ours: whoever wants to know how we are must get an answer just when all
     * our threads and connections are taken.
     *
     * @throws StartupFailure if the address cannot be listened on
     */
    public void start() {
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException | UnresolvedAddressException e) {
            throw StartupFailure.because("cannot listen on " + address + " for metrics", e);
        }
        server.createContext(PATH, this::answer);
        server.start();
        log.info("metrics are at http://{}:{}{}", address.getHostString(), port(), PATH);
    }

    /** Where it listens, which may be where it pleased. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] body = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", TEXT_FORMAT);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void hashing(Passwords passwords) {
        Gauge.builder("whoami.hashing.permits", passwords, of -> of.load().permits())
                .description("Passwords that may be hashed at the same time")
                .register(registry);
        Gauge.builder("whoami.hashing.running", passwords, of -> of.load().running())
                .description("Passwords that are being hashed")
                .register(registry);
        Gauge.builder("whoami.hashing.waiting", passwords, of -> of.load().waiting())
                .description("Passwords that wait for their turn to be hashed")
                .register(registry);
        FunctionCounter.builder(
                        "whoami.hashing.refused", passwords, of -> of.load().refused())
                .description("Passwords that were not hashed, as too many were waiting")
                .register(registry);
        FunctionTimer.builder(
                        "whoami.hashing",
                        passwords,
                        of -> of.load().done(),
                        of -> of.load().spent().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("Time to hash a password, without the waiting")
                .register(registry);
    }

    private void letters(Outbox outbox) {
        Gauge.builder("whoami.outbox.waiting", outbox, of -> of.backlog().letters())
                .description("Letters to be sent")
                .register(registry);
        TimeGauge.builder(
                        "whoami.outbox.oldest",
                        outbox,
                        TimeUnit.MILLISECONDS,
                        of -> of.backlog().age().toMillis())
                .description("Age of the oldest letter to be sent")
                .register(registry);
        FunctionCounter.builder("whoami.outbox.sent", outbox, Outbox::sentSoFar)
                .description("Letters that a mail server has taken")
                .register(registry);
        FunctionCounter.builder("whoami.outbox.failed", outbox, Outbox::failedSoFar)
                .description("Tries to send a letter that have failed")
                .register(registry);
    }

    private void machine() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        garbageCollection.close();
        registry.close();
    }
}
