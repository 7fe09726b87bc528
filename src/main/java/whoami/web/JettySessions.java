package whoami.web;

import io.javalin.config.JettyConfig;
import jakarta.servlet.SessionTrackingMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie.SameSite;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.session.NullSessionCache;
import whoami.account.Sessions;

/** Puts our ids, our store and our cookie into Jetty's session manager. */
public record JettySessions(Sessions sessions, InstantSource clock, boolean https, Duration max) {
    public void install(JettyConfig jetty) {
        jetty.modifyServer(server -> server.addBean(new SessionIds(server), true));
        jetty.modifyServletContextHandler(context -> context.setSessionHandler(handler()));
    }

    private SessionHandler handler() {
        var handler = new ByExactName();
        handler.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
        // the prefix makes the browser itself see to it that no other host and no plain-text page has set this cookie
        // (RFC 6265bis)
        handler.getSessionCookieConfig().setName(https ? "__Host-whoami" : "whoami");
        handler.getSessionCookieConfig().setPath("/");
        handler.getSessionCookieConfig().setSecure(https);
        handler.getSessionCookieConfig().setHttpOnly(true);
        // without it the browser would forget the session when it is closed; how long the session lasts is said in the
        // database
        handler.getSessionCookieConfig().setMaxAge((int) Math.min(max.toSeconds(), Integer.MAX_VALUE));
        handler.setSameSite(SameSite.LAX);
        var cache = new NullSessionCache(handler);
        cache.setSaveOnCreate(false);
        cache.setSessionDataStore(new SessionStore(sessions, clock));
        handler.setSessionCache(cache);
        return handler;
    }

    /**
     * Looks for the session in the cookies of just our name. Jetty would take {@code __HOST-whoami} for it too, which a browser
     * may not guard, and would refuse every request of somebody in whose browser a stranger has planted a second session.
     */
    private static final class ByExactName extends SessionHandler {
        private static final int MOST_TRIED = 4;

        @Override
        protected RequestedSession resolveRequestedSessionId(Request request) {
            return Request.getCookies(request).stream()
                    .filter(cookie -> cookie.getName().equals(getSessionCookie()))
                    .limit(MOST_TRIED)
                    .map(cookie -> getManagedSession(cookie.getValue()))
                    .filter(session -> session != null && session.isValid())
                    .findFirst()
                    .map(session -> new RequestedSession(session, session.getId(), RequestedSession.ID_FROM_COOKIE))
                    .orElse(RequestedSession.NO_REQUESTED_SESSION);
        }
    }
}
