package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Database;

/**
 * The door to the sessions of logged-in users. Nothing of them is kept in memory: a session ended here is refused on its very
 * next request, whichever process gets it.
 */
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    /** Small enough that nobody who wants to write waits for the cleaning. */
    private static final int BATCH = 500;

    private static final String NO_ATTRIBUTES = "{}";

    private final Database database;
    private final SessionDao sessions = new SessionDao();
    private final Tokens tokens;
    private final InstantSource clock;
    private final Duration idle;
    private final Duration max;

    /**
     * @param idle how long a session lasts without a request
     * @param max how long it lasts at the most
     */
    public Sessions(Database database, Tokens tokens, InstantSource clock, Duration idle, Duration max) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
        this.idle = idle;
        this.max = max;
    }

    /** @return the id of a new session, which is on the disk when this returns; nobody can tell it a second time */
    public String start(User user, Caller caller) {
        String id = tokens.draw();
        Instant now = clock.instant();
        var session = new Session(user, now, now, NO_ATTRIBUTES);
        database.execute(tx -> sessions.insert(tx, Tokens.hash(id), session, expiry(session, now), caller));
        log.info("log-in user={} address={} request={}", user.id(), caller.address(), caller.requestId());
        return id;
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

    public void end(String id, User user, Caller caller) {
        database.execute(tx -> sessions.delete(tx, Tokens.hash(id)));
        log.info("log-out user={} address={} request={}", user.id(), caller.address(), caller.requestId());
    }

    /** Deletes the rows of sessions that have ended by themselves. */
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
