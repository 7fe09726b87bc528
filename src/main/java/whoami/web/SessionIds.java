package whoami.web;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;
import org.eclipse.jetty.session.HouseKeeper;
import whoami.account.Tokens;

/** Has Jetty use our secrets as session ids, as they are. */
final class SessionIds extends DefaultSessionIdManager {
    private final Tokens tokens;

    SessionIds(Server server, Tokens tokens) {
        super(server, tokens.random());
        this.tokens = tokens;
        setWorkerName("");
        setSessionHouseKeeper(idle());
    }

    /** Never the id that the visitor came with: it may have been put there by somebody else who knows it (session fixation). */
    @Override
    public String newSessionId(Request request, String requestedId, long created) {
        return tokens.draw();
    }

    @Override
    public String newSessionId(long seed) {
        return tokens.draw();
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
