package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import whoami.Database;
import whoami.Lookup;
import whoami.Problem;
import whoami.Tx;

/**
 * The door to the sessions of logged-in users. A session ended here is refused on its very next request, whichever process gets it.
 */
public final class Sessions {
    /** More devices than anybody has. A program that logs in and never out would fill the table, and its owner's list. */
    private static final int MOST = 50;

    private static final String NO_ATTRIBUTES = "{}";

    private final Database database;
    private final UserDao users = new UserDao();
    private final SessionDao sessions = new SessionDao();
    private final GrantDao grants = new GrantDao();
    private final Lookup<Session> byIdHash;
    private final Events events;
    private final UnusualLogIns unusual;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Lifetime lifetime;

    /**
     * @param idle how long a session lasts without a request
     * @param max how long it lasts at the most
     */
    public Sessions(
            Database database,
            Events events,
            UnusualLogIns unusual,
            Tokens tokens,
            InstantSource clock,
            Duration idle,
            Duration max) {
        this.database = database;
        this.byIdHash = database.lookup(sessions::find);
        this.events = events;
        this.unusual = unusual;
        this.tokens = tokens;
        this.clock = clock;
        this.lifetime = new Lifetime(idle, max);
    }

    /**
     * Starts a session for somebody who has just proved who they are. It is on the disk when this returns.
     *
     * @return its id, which nobody can tell a second time
     * @throws Problem unauthenticated if the account was changed since: a log-in with the old password that is under way while
     *     the owner sets another one must not outlive it
     */
    public String start(User user, Caller caller) {
        return insert(user, caller, tx -> {
            unusual.tell(tx, user, caller);
            events.note(tx, Event.Kind.LOG_IN, user.id(), caller);
        });
    }

    /** As {@link #start}, for somebody whose sessions have all just been ended by what they did themselves. */
    public String renew(User user, Caller caller) {
        return insert(user, caller, tx -> {});
    }

    private String insert(User user, Caller caller, Consumer<Tx> also) {
        String id = tokens.draw();
        Instant now = clock.instant();
        var session = new Session(user, now, now, now, lifetime.end(now, now), NO_ATTRIBUTES);
        database.execute(tx -> {
            users.hold(tx, user.id());
            if (!sessions.insert(tx, Tokens.hash(id), session, caller)) {
                throw Problem.unauthenticated("Your account has just been changed. Please log in again.");
            }
            sessions.deleteAllBut(tx, user.id(), MOST);
            also.accept(tx);
        });
        return id;
    }

    /** The session with this id, unless it has ended, by whatever way. */
    public Optional<Session> find(String id) {
        return byIdHash.find(Tokens.hash(id)).filter(found -> found.expiresAt().isAfter(clock.instant()));
    }

    /** Notes that somebody was here just now, and what the web keeps with the session. */
    public void touch(String id, Session session, String attributes) {
        Instant now = clock.instant();
        database.execute(
                tx -> sessions.touch(tx, Tokens.hash(id), now, lifetime.end(session.createdAt(), now), attributes));
    }

    /**
     * Notes that the password was proved just now, and gives the session another id: somebody who has got hold of the old one must
     * not do with it what takes the proof (OWASP ASVS 5.0, 7.2.4).
     *
     * @return the new id
     * @throws Problem unauthenticated if the session was ended since
     */
    public String prove(String id, User user, Caller caller) {
        String newId = tokens.draw();
        database.execute(tx -> {
            if (!sessions.prove(tx, Tokens.hash(id), Tokens.hash(newId), clock.instant())) {
                throw Problem.unauthenticated("Your session has just been ended. Please log in again.");
            }
            events.note(tx, Event.Kind.PASSWORD_PROVED, user.id(), caller);
        });
        return newId;
    }

    /** A log-out. */
    public void end(String id, User user, Caller caller) {
        end(Tokens.hash(id), user, Event.Kind.LOG_OUT, caller);
    }

    /** A user's sessions, the one that was used last first. */
    public List<Session.Listed> list(User user, String currentId) {
        return database.read(tx -> sessions.list(tx, user.id(), Tokens.hash(currentId), clock.instant()));
    }

    List<Session.Listed> list(Tx tx, User user) {
        return sessions.list(tx, user.id(), "", clock.instant());
    }

    /** Ends one of a user's own sessions, as the list names it, and nobody else's. */
    public void endListed(User user, String idHash, Caller caller) {
        end(idHash, user, Event.Kind.SESSION_ENDED, caller);
    }

    private void end(String idHash, User user, Event.Kind kind, Caller caller) {
        database.execute(tx -> {
            if (sessions.delete(tx, user.id(), idHash)) {
                events.note(tx, kind, user.id(), caller);
            }
        });
    }

    /** All other sessions, and those of programs. */
    public void endOthers(User user, String currentId, Caller caller) {
        database.execute(tx -> {
            int ended = sessions.deleteOthers(tx, user.id(), Tokens.hash(currentId)) + grants.deleteAll(tx, user.id());
            if (ended > 0) {
                events.note(tx, Event.Kind.SESSION_ENDED, user.id(), caller);
            }
        });
    }

    /** Deletes the rows of sessions that have ended by themselves. */
    public void deleteExpired() {
        database.deleteInBatches((tx, most) -> sessions.deleteExpired(tx, clock.instant(), most));
    }
}
