package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import whoami.Database;
import whoami.Ids;
import whoami.Lookup;
import whoami.Problem;
import whoami.Skew;
import whoami.Tx;
import whoami.account.GrantDao.RefreshToken;

/**
 * The door to the log-ins of programs. A program holds an access token, good for minutes, and a refresh token that gets it the
 * next pair, good for one use. Whoever uses a spent one has stolen it, or holds what was left by a thief; nobody can tell which, so
 * the whole grant ends (RFC 9700, section 4.14.2; OWASP ASVS 5.0, 10.4.5).
 */
public final class Grants {
    private static final Lifetime LIFETIME = new Lifetime(Duration.ofDays(30), Duration.ofDays(90));

    /** Three tabs of one page may well refresh with the same token at once, and none of them is a thief. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** For so long a spent token is known as one: as long as anything that came of it can live. */
    private static final Duration SPENT_KEPT = LIFETIME.max();

    /** More programs than anybody has; and more tabs than refresh at once. */
    private static final int MOST = 50;

    private static final int MOST_TOKENS = 10;

    private static final String DEAD = "This refresh token is not valid, or not any more. Please log in again.";

    private final Database database;
    private final UserDao users = new UserDao();
    private final GrantDao grants = new GrantDao();
    private final Lookup<Grant> byId;
    private final Revocation revocation;
    private final Events events;
    private final UnusualLogIns unusual;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Ids ids;

    public Grants(
            Database database,
            Revocation revocation,
            Events events,
            UnusualLogIns unusual,
            Tokens tokens,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.byId = database.lookup(grants::find);
        this.revocation = revocation;
        this.events = events;
        this.unusual = unusual;
        this.tokens = tokens;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Starts one for a program of somebody who has just proved who they are. It is on the disk when this returns.
     *
     * @throws Problem unauthenticated if the account was changed since
     */
    public Grant.WithToken start(User user, Caller caller) {
        Instant now = clock.instant();
        var grant = new Grant(ids.next(), user, now, LIFETIME.end(now, now));
        String refreshToken = tokens.draw();
        database.execute(tx -> {
            users.hold(tx, user.id());
            if (!grants.insert(tx, grant, caller)) {
                throw Problem.unauthenticated("Your account has just been changed. Please log in again.");
            }
            grants.insertToken(tx, Tokens.hash(refreshToken), grant.id(), now);
            grants.deleteAllBut(tx, user.id(), MOST);
            unusual.tell(tx, user, caller);
            events.note(tx, Event.Kind.PROGRAM_LOG_IN, user.id(), caller);
        });
        return new Grant.WithToken(grant, refreshToken);
    }

    /** @throws Problem unauthenticated if the token is unknown, too old, or was used before, which ends the grant */
    public Grant.WithToken refresh(String refreshToken, Caller caller) {
        Instant now = clock.instant();
        String hash = Tokens.hash(refreshToken);
        // a token that nobody was ever given must not make the others wait for the one who writes
        Grant known = database.read(tx -> grants.findToken(tx, hash, now))
                .map(RefreshToken::grant)
                .orElseThrow(() -> Problem.unauthenticated(DEAD));
        Optional<Grant.WithToken> next = database.write(tx -> {
            grants.hold(tx, known.id());
            RefreshToken found = grants.findToken(tx, hash, now).orElseThrow(() -> Problem.unauthenticated(DEAD));
            Grant grant = found.grant();
            if (found.spentAt() != null && !Skew.isWithin(GRACE, found.spentAt(), now)) {
                grants.delete(tx, grant.user().id(), grant.id());
                events.note(tx, Event.Kind.TOKEN_REUSED, grant.user().id(), caller);
                // no exception: it would take the deletion back
                return Optional.empty();
            }
            String successor = tokens.draw();
            grants.spend(tx, hash, now);
            grants.insertToken(tx, Tokens.hash(successor), grant.id(), now);
            grants.deleteUnspentBut(tx, grant.id(), MOST_TOKENS);
            grants.touch(tx, grant.id(), now, LIFETIME.end(grant.createdAt(), now));
            return Optional.of(new Grant.WithToken(grant, successor));
        });
        return next.orElseThrow(() -> Problem.unauthenticated(DEAD));
    }

    /** The grant that an access token names, unless it has ended, by whatever way. */
    public Optional<Grant> find(String id) {
        return byId.find(id).filter(found -> found.expiresAt().isAfter(clock.instant()));
    }

    /** A user's programs, the one that was used last first. */
    public List<Grant.Listed> list(User user) {
        return database.read(tx -> list(tx, user));
    }

    List<Grant.Listed> list(Tx tx, User user) {
        return grants.list(tx, user.id(), clock.instant());
    }

    /** A log-out of one program by itself. */
    public void end(User user, String id, Caller caller) {
        end(user, id, Event.Kind.LOG_OUT, caller);
    }

    /** Ends one of a user's own programs, as the list names it, and nobody else's. */
    public void endListed(User user, String id, Caller caller) {
        end(user, id, Event.Kind.SESSION_ENDED, caller);
    }

    private void end(User user, String id, Event.Kind kind, Caller caller) {
        database.execute(tx -> {
            if (grants.delete(tx, user.id(), id)) {
                events.note(tx, kind, user.id(), caller);
            }
        });
    }

    /** A log-out of everything: programs and browsers. API keys stay, as nobody has logged in with them. */
    public void endEverywhere(User user, Caller caller) {
        database.execute(tx -> {
            revocation.logIns(tx, user.id());
            events.note(tx, Event.Kind.LOG_OUT, user.id(), caller);
        });
    }

    public void deleteExpired() {
        Instant now = clock.instant();
        database.deleteInBatches((tx, most) -> grants.deleteExpired(tx, now, most));
        database.deleteInBatches((tx, most) -> grants.deleteSpent(tx, now.minus(SPENT_KEPT), most));
    }
}
