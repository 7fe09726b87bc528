package whoami;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.web.Errors;
import whoami.web.Limits;

/** Javalin, whatever its routes: how it is set up, where it listens, and how it ends. */
record Server(Javalin app, Settings settings) {
    private static final Logger log = LoggerFactory.getLogger(Server.class);

    static void configure(JavalinConfig config, Settings settings) {
        // Jetty would start all of JMX to find this out
        System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = Limits.BODY_BYTES;
        config.http.compressionStrategy = CompressionStrategy.NONE;
    }

    static void handle(JavalinConfig config, Errors errors) {
        config.routes.exception(Problem.class, errors::problem);
        config.routes.exception(HttpResponseException.class, errors::refusal);
        config.routes.exception(Exception.class, errors::unexpected);
        config.router.javaLangErrorHandler(errors::fatal);
    }

    /** @throws StartupFailure if an address cannot be listened on */
    void start() {
        // Javalin would log a stack trace of what we say in a line
        JavalinLogger.enabled = false;
        try {
            app.start();
        } catch (JavalinException e) {
            String orTls = settings.tls().map(tls -> " or port " + tls.port()).orElse("");
            throw StartupFailure.because("cannot listen on " + settings.host() + ":" + settings.port() + orTls, e);
        } finally {
            JavalinLogger.enabled = true;
        }
    }

    /** Lets running requests finish, for a few seconds at most. */
    void stop() {
        try {
            app.stop();
        } catch (JavalinException e) {
            log.warn("Some requests took too long and were cut off: {}", e.getMessage());
        }
    }

    /** Where it listens, once it has started. */
    List<String> addresses() {
        return Stream.of(app.jettyServer().server().getConnectors())
                .map(ServerConnector.class::cast)
                .map(connector -> scheme(connector) + "://" + settings.host() + ":" + connector.getLocalPort())
                .toList();
    }

    private static String scheme(ServerConnector connector) {
        return connector.getConnectionFactory(SslConnectionFactory.class) == null ? "http" : "https";
    }
}
