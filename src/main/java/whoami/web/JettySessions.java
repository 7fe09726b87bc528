package whoami.web;

import io.javalin.config.JettyConfig;
import jakarta.servlet.SessionTrackingMode;
import java.time.InstantSource;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.eclipse.jetty.session.NullSessionCache;
import whoami.account.Sessions;
import whoami.account.Tokens;

/** Puts our ids, our store and our cookie into Jetty's session manager. */
public record JettySessions(Sessions sessions, Tokens tokens, InstantSource clock, boolean https) {
    public void install(JettyConfig jetty) {
        jetty.modifyServer(server -> server.addBean(new SessionIds(server, tokens), true));
        jetty.modifyServletContextHandler(context -> context.setSessionHandler(handler()));
    }

    private SessionHandler handler() {
        var handler = new SessionHandler();
        handler.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
        // the prefix makes the browser itself see to it that no other host and no plain-text page has set this cookie
        // (RFC 6265bis)
        handler.getSessionCookieConfig().setName(https ? "__Host-whoami" : "whoami");
        handler.getSessionCookieConfig().setPath("/");
        handler.getSessionCookieConfig().setSecure(https);
        handler.getSessionCookieConfig().setHttpOnly(true);
        handler.setSameSite(SameSite.LAX);
        var cache = new NullSessionCache(handler);
        cache.setSaveOnCreate(false);
        cache.setSessionDataStore(new SessionStore(sessions, clock));
        handler.setSessionCache(cache);
        return handler;
    }
}
