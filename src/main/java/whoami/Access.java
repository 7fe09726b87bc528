package whoami;

import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import whoami.api.Bearer;
import whoami.web.CurrentSession;
import whoami.web.LogIn;
import whoami.web.Sudo;

/** Who may pass: every route names one of these, and a route that names none is closed. */
public enum Access implements RouteRole {
    /** Open to the world. */
    ANYONE(Credential.COOKIE),
    /** Whoever holds a link from a letter. What lets them in is the token in the address, which the handler looks up. */
    LINK_HOLDER(Credential.NONE),
    /** Somebody who is logged in. */
    USER(Credential.COOKIE),
    /** Somebody who is logged in, and has proved the password in the last 10 minutes. */
    RECENT_USER(Credential.COOKIE),

    /** Open to every program. */
    ANY_PROGRAM(Credential.NONE),
    /** A program that may look around for its user, by an access token or an API key. */
    READER(Credential.TOKEN),
    /** A program that may change what its user may change. */
    WRITER(Credential.TOKEN),
    /** A program that its user has logged in with the password, by an access token: it may change what opens the account. */
    OWNER(Credential.TOKEN),
    /** As {@link #OWNER}, of an admin. */
    ADMIN(Credential.TOKEN);

    /** What a request brings along to show who sent it. */
    private enum Credential {
        COOKIE,
        TOKEN,
        NONE
    }

    private final Credential credential;

    Access(Credential credential) {
        this.credential = credential;
    }

    /** The role of a request's route; null where there is none. */
    public static Access of(Context ctx) {
        return (Access) ctx.routeRoles().stream().findFirst().orElse(null);
    }

    /** Whether a browser adds by itself what lets a request in, whichever site had it sent. */
    public boolean isByCookie() {
        return credential == Credential.COOKIE;
    }

    /** The one gate before every matched route. Only throwing or redirecting stops a request here; setting a status does not. */
    static void gate(Context ctx, Sudo sudo, Bearer bearer) {
        Access role = of(ctx);
        if (role == null) {
            // Somebody forgot to say who may pass: a route that is closed by mistake is found by its first user, an
            // open one by its first thief
            throw Problem.forbidden("This page is closed.");
        }
        switch (role) {
            case ANYONE, ANY_PROGRAM -> {}
            // the address of the page is a secret, and must not be told to whatever the page leads to
            case LINK_HOLDER -> ctx.header("Referrer-Policy", "no-referrer");
            case USER, RECENT_USER -> requireSession(ctx, role == RECENT_USER, sudo);
            case READER -> bearer.require(ctx, Bearer.READ);
            case WRITER -> bearer.require(ctx, Bearer.WRITE);
            case OWNER -> bearer.require(ctx, Bearer.ACCOUNT);
            case ADMIN -> bearer.require(ctx, Bearer.ADMIN);
        }
    }

    private static void requireSession(Context ctx, boolean recent, Sudo sudo) {
        if (CurrentSession.user(ctx).isEmpty()) {
            LogIn.redirectToLogIn(ctx);
        } else if (recent) {
            sudo.require(ctx);
        }
    }
}
