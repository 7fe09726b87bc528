package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import whoami.Database;
import whoami.Ids;
import whoami.Lookup;
import whoami.Problem;
import whoami.Tx;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/** The door to the keys that people give to their programs, instead of their password. */
public final class ApiKeys {
    /** So that a key that was published by mistake is found by those who look for such things, and taken for ours. */
    public static final String PREFIX = "whoami_";

    /** More than anybody has programs. */
    private static final int MOST = 50;

    private static final int NAME_MAX = 100;
    private static final int DAYS_MAX = 3_650;
    private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final UserDao users = new UserDao();
    private final ApiKeyDao keys = new ApiKeyDao();
    private final Lookup<ApiKey.Used> byHash;
    private final Events events;
    private final Outbox outbox;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Ids ids;

    public ApiKeys(Database database, Events events, Outbox outbox, Tokens tokens, InstantSource clock, Ids ids) {
        this.database = database;
        this.byHash = database.lookup(keys::find);
        this.events = events;
        this.outbox = outbox;
        this.tokens = tokens;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Makes a key. Its secret is told this once.
     *
     * @param days until it expires, 1 to 3,650, or null for never
     * @throws Problem invalid with the reason by field
     */
    public ApiKey.WithSecret make(User user, String typedName, ApiKey.Scope scope, Integer days, Caller caller) {
        String name = typedName.strip();
        if (name.isEmpty() || name.codePointCount(0, name.length()) > NAME_MAX) {
            throw Problem.invalid(Map.of("name", "Please use 1 to " + NAME_MAX + " characters."));
        }
        if (days != null && (days < 1 || days > DAYS_MAX)) {
            throw Problem.invalid(Map.of("expires_in_days", "Please use a number from 1 to " + DAYS_MAX + "."));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant expiresAt = days == null ? null : now.plus(Duration.ofDays(days));
        var key = new ApiKey(ids.next(), name, scope, now, null, expiresAt);
        String secret = PREFIX + tokens.draw();
        database.execute(tx -> {
            users.hold(tx, user.id());
            if (keys.of(tx, user.id()).size() >= MOST) {
                throw Problem.invalid(Map.of("name", "You have " + MOST + " keys already. Please revoke one first."));
            }
            // a thief must not make keys with what the owner is just taking away
            if (!keys.insert(tx, user, key, Tokens.hash(secret))) {
                throw Problem.unauthenticated("Your account has just been changed. Please log in again.");
            }
            events.note(tx, Event.Kind.KEY_MADE, user.id(), caller);
            user.mailbox().ifPresent(email -> outbox.add(tx, Letter.Kind.KEY_MADE, user.id(), email));
        });
        return new ApiKey.WithSecret(key, secret);
    }

    public List<ApiKey> list(User user) {
        return database.read(tx -> list(tx, user));
    }

    List<ApiKey> list(Tx tx, User user) {
        return keys.of(tx, user.id());
    }

    /**
     * Revokes a user's own key.
     *
     * @throws Problem not found
     */
    public void revoke(User user, String id, Caller caller) {
        database.execute(tx -> {
            if (!keys.delete(tx, user.id(), id)) {
                throw Problem.notFound("You have no such key.");
            }
            events.note(tx, Event.Kind.KEY_REVOKED, user.id(), caller);
        });
    }

    /** The key with this secret, if it is good; that it was used is kept to the minute. */
    public Optional<ApiKey.Used> use(String secret) {
        Instant now = clock.instant();
        Optional<ApiKey.Used> used = byHash.find(Tokens.hash(secret)).filter(found -> isInTime(found.key(), now));
        used.map(ApiKey.Used::key)
                .filter(key -> key.lastUsedAt() == null
                        || !key.lastUsedAt().plus(TOUCH_EVERY).isAfter(now))
                .ifPresent(key -> database.execute(tx -> keys.touch(tx, key.id(), now)));
        return used;
    }

    private static boolean isInTime(ApiKey key, Instant now) {
        return key.expiresAt() == null || key.expiresAt().isAfter(now);
    }
}
