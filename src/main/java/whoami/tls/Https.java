package whoami.tls;

import java.net.URI;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import whoami.StartupFailure;

/** Makes the connector that speaks TLS 1.2 and 1.3, and in it HTTP/2 with whoever can and HTTP/1.1 with the others. */
public final class Https {
    private final Tls settings;
    private final URI baseUrl;
    private final SslContextFactory.Server tls;

    /** @throws StartupFailure if the certificate or the key cannot be used */
    public Https(Tls settings, URI baseUrl) {
        this.settings = settings;
        this.baseUrl = baseUrl;
        this.tls = new SslContextFactory.Server();
        tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
        // HTTP/2 forbids most ciphers of TLS 1.2 (RFC 9113, appendix A): those that it allows come first
        tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
        tls.setKeyStorePassword(Identity.PASSWORD);
        try {
            tls.setKeyStore(Identity.read(settings).keyStore());
        } catch (IllegalArgumentException e) {
            throw new StartupFailure(
                    "cannot use WHOAMI_TLS_CERT=%s with WHOAMI_TLS_KEY=%s: %s"
                            .formatted(settings.certificate(), settings.key(), e.getMessage()),
                    e);
        }
    }

    /**
     * @param http as for plain HTTP
     * @param unreadBytes how much a connection, with all requests side by side on it, may send before it is read
     */
    public ServerConnector connector(Server server, HttpConfiguration http, int unreadBytes) {
        var secure = new HttpConfiguration(http);
        // the name in the handshake need not be the one in Host: there is one certificate for all of them
        secure.addCustomizer(new SecureRequestCustomizer(false));
        var http1 = new HttpConnectionFactory(secure);
        var http2 = new HTTP2ServerConnectionFactory(secure);
        http2.setInitialSessionRecvWindow(unreadBytes);
        http2.setInitialStreamRecvWindow(unreadBytes);
        var choice = new ALPNServerConnectionFactory();
        choice.setDefaultProtocol(http1.getProtocol());
        var handshake = new SslConnectionFactory(tls, choice.getProtocol());
        var connector = new ServerConnector(server, handshake, choice, http2, http1);
        connector.setPort(settings.port());
        connector.addBean(new CertificateWatch(settings, tls, connector.getScheduler()));
        return connector;
    }

    /** What comes without TLS does not get to the handler. */
    public Handler guarding(Handler handler) {
        return new ToHttps(baseUrl, handler);
    }
}
