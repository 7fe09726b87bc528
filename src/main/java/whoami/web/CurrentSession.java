package whoami.web;

import io.javalin.http.Context;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import whoami.Problem;
import whoami.account.Caller;
import whoami.account.Session;
import whoami.account.Sessions;
import whoami.account.User;

/** The session of the request at hand. A visitor who is not logged in has none, and gets no cookie. */
public final class CurrentSession {
    private static final String USER_ID = CurrentSession.class.getName() + ".user";

    private CurrentSession() {}

    /** @throws Problem unavailable if there may be a session, but it could not be loaded */
    public static Optional<User> user(Context ctx) {
        return session(ctx).map(Session::user);
    }

    /** @throws Problem unavailable if there may be a session, but it could not be loaded */
    static Optional<Session> session(Context ctx) {
        // never getSession(): it would begin a session for a stranger
        HttpSession session = ctx.req().getSession(false);
        Object loaded = session == null ? null : session.getAttribute(SessionStore.LOADED);
        if (loaded instanceof RuntimeException failure) {
            throw failure;
        }
        Optional<Session> found = Optional.ofNullable((Session) loaded);
        found.ifPresent(known -> ctx.req().setAttribute(USER_ID, known.user().id()));
        return found;
    }

    /** For the log: who a program acts for. */
    public static void noteUser(Context ctx, User user) {
        ctx.req().setAttribute(USER_ID, user.id());
    }

    /** The secret in the cookie of somebody who is logged in. */
    static String id(Context ctx) {
        return ctx.req().getSession(false).getId();
    }

    /** Who made the request, for the log: the user's id, or a hyphen. */
    static String userId(Request request) {
        Object id = request.getAttribute(USER_ID);
        return id == null ? "-" : (String) id;
    }

    /**
     * Starts a session, always with a new id, and ends the one that the browser may have: whoever planted that one (session
     * fixation) does not get in with it. From the next request on, {@link #user} knows who it is.
     */
    static void start(Context ctx, Sessions sessions, User user, Caller caller) {
        // on the disk first: a cookie for a session that could not be written would be a log-in that never was
        handOut(ctx, sessions, user, sessions.start(user, caller), caller);
    }

    /** After a change that has ended all of the user's sessions: a copy of the old cookie is worth nothing. */
    static void renew(Context ctx, Sessions sessions, User user, Caller caller) {
        handOut(ctx, sessions, user, sessions.renew(user, caller), caller);
    }

    /** Notes that the password was proved. The session goes on under another id, for the rest of this request too. */
    static void prove(Context ctx, Sessions sessions, Caller caller) {
        Session session = session(ctx).orElseThrow();
        String id = sessions.prove(id(ctx), session.user(), caller);
        ctx.req().getSession(false).invalidate();
        SessionIds.provide(ctx.req(), id);
        ctx.req().getSession(true).setAttribute(SessionStore.LOADED, session);
    }

    private static void handOut(Context ctx, Sessions sessions, User user, String id, Caller caller) {
        endOnServer(ctx, sessions, caller);
        SessionIds.provide(ctx.req(), id);
        ctx.req().getSession(true);
        ctx.req().setAttribute(USER_ID, user.id());
    }

    /** Ends the session on the server and takes the cookie back. Without a session it does nothing. */
    static void end(Context ctx, Sessions sessions, Caller caller) {
        if (endOnServer(ctx, sessions, caller)) {
            ctx.res().addCookie(removal(ctx.req().getServletContext().getSessionCookieConfig()));
        }
    }

    private static boolean endOnServer(Context ctx, Sessions sessions, Caller caller) {
        Optional<User> user = user(ctx);
        if (user.isEmpty()) {
            return false;
        }
        sessions.end(id(ctx), user.get(), caller);
        ctx.req().getSession(false).invalidate();
        return true;
    }

    /** A browser takes a cookie back only if its path and its marks are those it was set with. */
    private static Cookie removal(SessionCookieConfig config) {
        var cookie = new Cookie(config.getName(), "");
        cookie.setMaxAge(0);
        cookie.setPath(config.getPath());
        cookie.setSecure(config.isSecure());
        cookie.setHttpOnly(true);
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }
}
