package whoami;

import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import java.util.Set;
import whoami.web.CurrentSession;
import whoami.web.LogIn;
import whoami.web.Sudo;

/** Who may pass: every route names one of these, and a route that names none is closed. */
public enum Access implements RouteRole {
    /** Open to the world: searching for this word lists every public route. */
    ANYONE,
    /** Whoever holds a link from a letter. What lets them in is the token in the address, which the handler looks up. */
    LINK_HOLDER,
    /** Somebody who is logged in. */
    USER,
    /** Somebody who is logged in, and has proved the password in the last 10 minutes. */
    RECENT_USER;

    /** The one gate before every matched route. Only throwing or redirecting stops a request here; setting a status does not. */
    static void gate(Context ctx, Sudo sudo) {
        Set<RouteRole> roles = ctx.routeRoles();
        if (roles.contains(LINK_HOLDER)) {
            // the address of the page is a secret, and must not be told to whatever the page leads to
            ctx.header("Referrer-Policy", "no-referrer");
            return;
        }
        if (roles.contains(ANYONE)) {
            return;
        }
        if (!roles.contains(USER) && !roles.contains(RECENT_USER)) {
            // Somebody forgot to say who may pass: a route that is closed by mistake is found by its first user, an
            // open one by its first thief
            throw Problem.forbidden("This page is closed.");
        }
        if (CurrentSession.user(ctx).isEmpty()) {
            LogIn.redirectToLogIn(ctx);
        } else if (roles.contains(RECENT_USER)) {
            sudo.require(ctx);
        }
    }
}
