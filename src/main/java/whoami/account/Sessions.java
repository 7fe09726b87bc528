package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Database;

/**
 * The door to the log-ins that go on. Nothing of them is kept in memory: a session ended here is refused on its very next
 * request, whichever process gets it.
 */
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    /** Small enough that nobody who wants to write waits for the cleaning. */
    private static final int BATCH = 500;

    private final Database database;
    private final SessionDao sessions = new SessionDao();
    private final InstantSource clock;
    private final Duration idle;
    private final Duration max;

    /**
     * @param idle how long a session lasts without a request
     * @param max how long it lasts at the most
     */
    public Sessions(Database database, InstantSource clock, Duration idle, Duration max) {
        this.database = database;
        this.clock = clock;
        this.idle = idle;
        this.max = max;
    }

    /** Begins a session; it is on the disk when this returns. */
    public void open(String id, User user, String attributes, Caller caller) {
        Instant now = clock.instant();
        var session = new Session(user, now, now, attributes);
        database.execute(tx -> sessions.insert(tx, Tokens.hash(id), session, expiry(session, now), caller));
        log.info("log-in user={} address={} request={}", user.id(), caller.address(), caller.requestId());
    }

    /** The session with this id, unless it has ended, by whatever way. */
    public Optional<Session> find(String id) {
        return database.read(tx -> sessions.find(tx, Tokens.hash(id), clock.instant()));
    }

    /** Notes that somebody was here just now, and what the web keeps with the session. */
    public void touch(String id, Session session, String attributes) {
        Instant now = clock.instant();
        database.execute(tx -> sessions.touch(tx, Tokens.hash(id), now, expiry(session, now), attributes));
    }

    /** @return whether there was such a session */
    public boolean end(String id) {
        return database.write(tx -> sessions.delete(tx, Tokens.hash(id)));
    }

    public void logOut(String id, User user, Caller caller) {
        end(id);
        log.info("log-out user={} address={} request={}", user.id(), caller.address(), caller.requestId());
    }

    public void deleteExpired() {
        int deleted;
        do {
            deleted = database.write(tx -> sessions.deleteExpired(tx, clock.instant(), BATCH));
        } while (deleted == BATCH);
    }

    private Instant expiry(Session session, Instant lastSeenAt) {
        Instant byIdling = lastSeenAt.plus(idle);
        Instant byAge = session.createdAt().plus(max);
        return byIdling.isBefore(byAge) ? byIdling : byAge;
    }
}
