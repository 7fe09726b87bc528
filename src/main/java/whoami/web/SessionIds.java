package whoami.web;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.HouseKeeper;

/**
 * Has Jetty use the ids that the domain draws, as they are. Never one that the visitor came with: somebody else may have put it
 * there who knows it (session fixation).
 */
final class SessionIds extends DefaultSessionIdManager {
    private static final String PROVIDED = SessionIds.class.getName();

    SessionIds(Server server) {
        super(server);
        setWorkerName("");
        setSessionHouseKeeper(idle());
    }

    /** The id for the session that this request is about to start. */
    static void provide(HttpServletRequest request, String id) {
        ServletContextRequest.getServletContextRequest(request).setAttribute(PROVIDED, id);
    }

    /** @throws IllegalStateException if anything but a log-in starts a session: a stranger has none */
    @Override
    public String newSessionId(Request request, String requestedId, long created) {
        if (request.getAttribute(PROVIDED) instanceof String id) {
            return id;
        }
        throw new IllegalStateException("only a log-in starts a session");
    }

    @Override
    public String getId(String extendedId) {
        return extendedId;
    }

    @Override
    public String getExtendedId(String id, Request request) {
        return id;
    }

    /** Expired sessions are our janitor's: Jetty's housekeeper wants plain ids, which we do not have. */
    private static HouseKeeper idle() {
        var houseKeeper = new HouseKeeper();
        try {
            houseKeeper.setIntervalSec(0);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return houseKeeper;
    }
}
