package whoami.account;

import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Database;
import whoami.Problem;
import whoami.account.CredentialDao.Credentials;

/** Holds a password that was typed against the hash of the one that was set; one hash is computed, whatever comes of it. */
final class PasswordCheck {
    private static final Logger log = LoggerFactory.getLogger(PasswordCheck.class);

    private final Database database;
    private final CredentialDao credentials = new CredentialDao();
    private final Events events;
    private final Passwords passwords;

    PasswordCheck(Database database, Events events, Passwords passwords) {
        this.database = database;
        this.events = events;
        this.passwords = passwords;
    }

    /** @throws Problem unauthenticated, the same for an unknown user and a wrong password; unavailable */
    User of(Optional<Credentials> known, String password, Caller caller) {
        String hash = known.map(Credentials::passwordHash).orElseGet(passwords::dummy);
        if (!passwords.matches(password, hash) || known.isEmpty()) {
            events.note(Event.Kind.LOG_IN_FAILED, userId(known), caller);
            throw Problem.unauthenticated("Wrong username or password.");
        }
        User user = known.get().user();
        if (passwords.isOutdated(hash)) {
            renewHash(user, hash, password);
        }
        return user;
    }

    /**
     * As above, for somebody who is logged in.
     *
     * @return the hash that the password was checked against
     * @throws Problem invalid, with the reason beside {@code field}; unavailable
     */
    String of(User user, String field, String password, Caller caller) {
        String hash =
                database.read(tx -> credentials.passwordHash(tx, user.id())).orElseGet(passwords::dummy);
        if (!passwords.matches(password, hash)) {
            events.note(Event.Kind.LOG_IN_FAILED, user.id(), caller);
            throw Problem.invalid(Map.of(field, "This is not your password."));
        }
        return hash;
    }

    /** Null where nobody is known. */
    static String userId(Optional<Credentials> known) {
        return known.map(credentials -> credentials.user().id()).orElse(null);
    }

    private void renewHash(User user, String oldHash, String password) {
        try {
            String newHash = passwords.hash(password);
            // to the user nothing has changed: a log-in that is under way goes on
            database.execute(tx -> credentials.renewHash(tx, user.id(), oldHash, newHash));
            log.info("password hash renewed user={}", user.id());
        } catch (Problem later) {
            log.info("password hash not renewed user={}: {}", user.id(), later.getMessage());
        }
    }
}
