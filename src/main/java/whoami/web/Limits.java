package whoami.web;

import io.javalin.config.JettyConfig;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;

/** How much of the server a single client can take up, and how long. */
public record Limits(Duration patience) {
    public static final int BODY_BYTES = 64 * 1024;

    private static final int HEADER_BYTES = 8 * 1024;

    /** What a chunk of a body costs in memory besides its bytes. */
    private static final int CHUNK_OVERHEAD_BYTES = 16;

    /** A body, its buffers and what a request needs besides: all connections together fit into the memory that Java may take. */
    private static final int BYTES_PER_CONNECTION = 2 * BODY_BYTES;

    private static final Duration IDLE_AT_LIMIT = Duration.ofSeconds(1);

    /** Less than the 5 seconds in which whoever stops us wants us gone. */
    private static final Duration FAREWELL = Duration.ofSeconds(4);

    /** For connections on which nothing is going on. */
    private static final Duration FAREWELL_TO_IDLE = Duration.ofMillis(50);

    public static Limits standard() {
        return new Limits(Duration.ofSeconds(30));
    }

    public void install(JettyConfig jetty, Headers headers, AccessLog accessLog, Errors errors) {
        jetty.modifyHttpConfiguration(http -> {
            // paths that two readers could understand differently, such as "/%2e%2e/me", are refused
            http.setUriCompliance(UriCompliance.DEFAULT);
            http.setRequestHeaderSize(HEADER_BYTES);
            http.addCustomizer(headers);
        });
        jetty.addConnector((server, http) -> connector(server, http, jetty));
        jetty.modifyServer(server -> {
            server.setRequestLog(accessLog);
            server.setErrorHandler(errors);
            server.addBean(connectionLimit(server));
            server.setStopTimeout(FAREWELL.toMillis());
            server.setHandler(graceful(wholeBodies()));
        });
        jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
    }

    private Connector connector(Server server, HttpConfiguration http, JettyConfig jetty) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(jetty.host);
        connector.setPort(jetty.port);
        connector.setIdleTimeout(patience.toMillis());
        connector.addBean(new SlowConnections(connector.getScheduler(), patience));
        return connector;
    }

    /** Past it, connections wait to be accepted, and idle ones go sooner. */
    private static NetworkConnectionLimit connectionLimit(Server server) {
        var limit = new NetworkConnectionLimit((int) (Runtime.getRuntime().maxMemory() / BYTES_PER_CONNECTION), server);
        limit.setEndPointIdleTimeout(IDLE_AT_LIMIT.toMillis());
        return limit;
    }

    private static GracefulHandler graceful(Handler next) {
        var handler = new GracefulHandler(next);
        handler.setShutdownIdleTimeout(FAREWELL_TO_IDLE.toMillis());
        return handler;
    }

    /** A body is collected before a thread is given to it: clients that send slowly would otherwise take all threads. */
    private static EagerContentHandler wholeBodies() {
        int withOverhead = BODY_BYTES + BODY_BYTES / CHUNK_OVERHEAD_BYTES;
        return new EagerContentHandler(new RetainedContentLoaderFactory(withOverhead, CHUNK_OVERHEAD_BYTES, true));
    }
}
