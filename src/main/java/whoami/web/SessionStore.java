package whoami.web;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.session.SessionContext;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Skew;
import whoami.account.Session;
import whoami.account.Sessions;

/**
 * Lets Jetty keep its sessions in our database. Jetty keeps no copy, so a row that is gone is a session that is gone, on the
 * very next request and in every process.
 *
 * <p>Starting and ending a session is the domain's business: Jetty logs a failure of its store and goes on, and would tell
 * somebody "you are logged out" whose session lives on. So {@link CurrentSession} calls {@link Sessions} for both, and this
 * class has only to load, and to note the last visit.
 */
final class SessionStore extends AbstractLifeCycle implements SessionDataStore {
    /** In the session's attributes: the {@link Session} with its user, or the exception that kept us from loading it. */
    static final String LOADED = Session.class.getName();

    /** A visit is written down at most this often, as writing is a hundred times as dear as reading. */
    private static final Duration TOUCH_PERIOD = Duration.ofMinutes(1);

    /** To Jetty no session expires: the database says which do, by our clock. */
    private static final long NEVER = -1;

    private static final String NO_ATTRIBUTES = "{}";

    private static final Logger log = LoggerFactory.getLogger(SessionStore.class);

    private final Sessions sessions;
    private final InstantSource clock;
    private SessionContext context;

    SessionStore(Sessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public void initialize(SessionContext context) {
        this.context = context;
    }

    @Override
    public SessionData newSessionData(String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
        return new SessionData(
                id, context.getCanonicalContextPath(), context.getVhost(), created, accessed, lastAccessed, NEVER);
    }

    /** A failure to load is handed on inside the session: Jetty would swallow it, and tell a user with a good session to log in. */
    @Override
    public SessionData load(String id) {
        try {
            Optional<Session> session = sessions.find(id);
            return session.map(found -> data(id, found)).orElse(null);
        } catch (RuntimeException failure) {
            SessionData unknown = newSessionData(id, 0, 0, 0, NEVER);
            unknown.setAttribute(LOADED, failure);
            return unknown;
        }
    }

    /** Jetty calls this at the end of each request that had a session. */
    @Override
    public void store(String id, SessionData data) {
        if (data.getAttribute(LOADED) instanceof Session session && (data.isDirty() || isTouchDue(session))) {
            touch(id, session, data);
        }
    }

    private boolean isTouchDue(Session session) {
        return !Skew.isWithin(TOUCH_PERIOD, session.lastSeenAt(), clock.instant());
    }

    /** The answer is out already. What is thrown from here, Jetty would log, and the session's id with it. */
    private void touch(String id, Session session, SessionData data) {
        try {
            sessions.touch(id, session, attributes(data));
            data.clean();
        } catch (RuntimeException e) {
            log.warn("A visit of user={} was not noted: {}", session.user().id(), e.getMessage());
        }
    }

    /** {@link CurrentSession} has done it. */
    @Override
    public boolean delete(String id) {
        return true;
    }

    @Override
    public boolean exists(String id) {
        return sessions.find(id).isPresent();
    }

    @Override
    public Set<String> getExpired(Set<String> candidates) {
        return Set.of();
    }

    @Override
    public boolean isPassivating() {
        return false;
    }

    private SessionData data(String id, Session session) {
        long created = session.createdAt().toEpochMilli();
        long lastSeen = session.lastSeenAt().toEpochMilli();
        SessionData data = newSessionData(id, created, lastSeen, lastSeen, NEVER);
        data.putAllAttributes(parse(session.attributes()));
        data.setAttribute(LOADED, session);
        // Jetty takes what was never saved for new, and would have it saved at once
        data.setLastSaved(lastSeen);
        data.clean();
        return data;
    }

    private static String attributes(SessionData data) {
        Map<String, Object> attributes = new HashMap<>(data.getAllAttributes());
        attributes.remove(LOADED);
        return attributes.isEmpty() ? NO_ATTRIBUTES : Json.text(attributes);
    }

    private static Map<String, Object> parse(String attributes) {
        return attributes.equals(NO_ATTRIBUTES) ? Map.of() : Json.members(attributes);
    }
}
