package whoami.web;

import io.javalin.config.JettyConfig;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import whoami.tls.Https;

/** How much of the server a single client can take up, and how long. */
public record Limits(Duration patience) {
    public static final int BODY_BYTES = 64 * 1024;

    private static final int HEADER_BYTES = 8 * 1024;

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

    /** @param https for where TLS is ours: plain HTTP then only leads there */
    public void install(JettyConfig jetty, Headers headers, AccessLog accessLog, Errors errors, Optional<Https> https) {
        jetty.modifyHttpConfiguration(http -> {
            // paths that two readers could understand differently, such as "/%2e%2e/me", are refused
            http.setUriCompliance(UriCompliance.DEFAULT);
            http.setRequestHeaderSize(HEADER_BYTES);
            http.addCustomizer(headers);
        });
        QoSHandler requests = requestLimit();
        jetty.addConnector((server, http) -> guarded(plain(server, http, jetty.port), jetty.host, requests));
        https.ifPresent(tls -> jetty.addConnector(
                (server, http) -> guarded(tls.connector(server, http, BYTES_PER_CONNECTION), jetty.host, requests)));
        jetty.modifyServer(server -> {
            server.setRequestLog(accessLog);
            server.setErrorHandler(errors);
            server.addBean(connectionLimit(server));
            server.setStopTimeout(FAREWELL.toMillis());
            server.setHandler(graceful(https.map(tls -> tls.guarding(requests)).orElse(requests)));
        });
        jetty.modifyServletContextHandler(context -> context.setErrorHandler(errors));
    }

    private static ServerConnector plain(Server server, HttpConfiguration http, int port) {
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setPort(port);
        return connector;
    }

    private Connector guarded(ServerConnector connector, String host, QoSHandler requests) {
        connector.setHost(host);
        connector.setIdleTimeout(patience.toMillis());
        connector.addBean(
                new SlowConnections(connector.getScheduler(), patience, () -> requests.getSuspendedRequestCount() > 0));
        return connector;
    }

    /** Past it, connections wait to be accepted, and idle ones go sooner. */
    private static NetworkConnectionLimit connectionLimit(Server server) {
        var limit = new NetworkConnectionLimit(most(), server);
        limit.setEndPointIdleTimeout(IDLE_AT_LIMIT.toMillis());
        return limit;
    }

    /** As many as there are connections. With HTTP/2 there can be 128 on each of them: those past the limit wait. */
    private QoSHandler requestLimit() {
        var limit = new QoSHandler(new WholeBodies(new NamedInLog()));
        limit.setMaxRequestCount(most());
        limit.setMaxSuspend(patience);
        return limit;
    }

    private static int most() {
        return (int) (Runtime.getRuntime().maxMemory() / BYTES_PER_CONNECTION);
    }

    private static GracefulHandler graceful(Handler next) {
        var handler = new GracefulHandler(next);
        handler.setShutdownIdleTimeout(FAREWELL_TO_IDLE.toMillis());
        return handler;
    }
}
