package whoami.account;

import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Database;
import whoami.Database.UniqueViolation;
import whoami.Ids;
import whoami.Problem;
import whoami.Settings;
import whoami.account.UserDao.Credentials;

/** The door to the accounts: signing up and proving who one is. */
public final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    /** ASCII letters only: with others, somebody could sign up as an "аnn" that nobody can tell from "ann". */
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._-]{3,64}");

    /** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
    private static final int EMAIL_MAX = 254;

    private static final String TAKEN = "This username is taken. Please choose another.";

    private final Database database;
    private final UserDao users = new UserDao();
    private final Events events;
    private final SessionDao sessions = new SessionDao();
    private final Passwords passwords;
    private final Throttle throttle;
    private final PasswordPolicy policy;
    private final EmailValidator emails = JMail.strictValidator().requireTopLevelDomain();
    private final InstantSource clock;
    private final Ids ids;
    private final boolean signupOpen;

    public Accounts(
            Database database,
            Events events,
            Passwords passwords,
            Throttle throttle,
            Settings settings,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.events = events;
        this.passwords = passwords;
        this.throttle = throttle;
        this.policy = new PasswordPolicy(settings.passwordMin());
        this.signupOpen = settings.signupOpen();
        this.clock = clock;
        this.ids = ids;
    }

    /** Whether somebody could have this username. */
    public static boolean isUsername(String text) {
        return USERNAME.matcher(text).matches();
    }

    /**
     * Makes an account; it is on the disk when this returns.
     *
     * @param email may be empty
     * @throws Problem invalid or conflict with the reason by field, forbidden where sign-up is closed, too many, unavailable
     */
    public User signUp(String username, String password, String email, Caller caller) {
        if (!signupOpen) {
            throw Problem.forbidden("Sign-up is closed here.");
        }
        String address = email.isBlank() ? null : email.strip();
        checkFields(username, password, address);
        return counted(throttle.signUp(caller), () -> create(username, password, address, caller));
    }

    /**
     * Proves who somebody is by username and password.
     *
     * @throws Problem unauthenticated, the same in words and in time for an unknown user and a wrong password; too many;
     *     unavailable
     */
    public User authenticate(String username, String password, Caller caller) {
        Throttle.Try attempt = throttle.logIn(username, caller);
        return counted(attempt, () -> {
            User user = check(username, password, caller);
            attempt.succeeded();
            return user;
        });
    }

    /**
     * Has a logged-in user prove the password again.
     *
     * @return the hash that the password was checked against
     * @throws Problem invalid, with the reason beside {@code field}; too many; unavailable
     */
    public String prove(User user, String field, String password, Caller caller) {
        Throttle.Try attempt = throttle.logIn(user.username(), caller);
        return counted(attempt, () -> {
            String hash = database.read(tx -> users.passwordHash(tx, user.id())).orElseGet(passwords::dummy);
            if (!passwords.matches(password, hash)) {
                database.execute(tx -> events.note(tx, Event.Kind.LOG_IN_FAILED, user.id(), caller));
                throw Problem.invalid(Map.of(field, "This is not your password."));
            }
            attempt.succeeded();
            return hash;
        });
    }

    /**
     * Sets another password, and ends all sessions: whoever knew the old one is out.
     *
     * @return the user as it is from now on, to start a new session for
     * @throws Problem invalid with the reason by field, too many, unavailable
     */
    public User changePassword(User user, String current, String wanted, Caller caller) {
        String oldHash = prove(user, "current_password", current, caller);
        policy.refusal(wanted, user.username(), user.email()).ifPresent(reason -> {
            throw Problem.invalid(Map.of("password", reason));
        });
        String newHash = passwords.hash(wanted);
        Instant now = clock.instant();
        database.execute(tx -> {
            // of two changes at once the first one counts: the other was proved with a password that is none any more
            if (!users.replaceHash(tx, user.id(), oldHash, newHash, now)) {
                throw Problem.invalid(Map.of("current_password", "Your password has just been changed."));
            }
            sessions.deleteAll(tx, user.id());
            events.note(tx, Event.Kind.PASSWORD_CHANGED, user.id(), caller);
        });
        return new User(user.id(), user.username(), user.email(), user.createdAt(), now);
    }

    private User create(String username, String password, String email, Caller caller) {
        if (database.read(tx -> users.exists(tx, username))) {
            throw Problem.conflict("username", TAKEN);
        }
        String hash = passwords.hash(password);
        Instant now = clock.instant();
        var user = new User(ids.next(), username, email, now, now);
        try {
            database.execute(tx -> {
                users.insert(tx, user, hash);
                events.note(tx, Event.Kind.SIGN_UP, user.id(), caller);
            });
        } catch (UniqueViolation somebodyWasFaster) {
            throw Problem.conflict("username", TAKEN);
        }
        return user;
    }

    /** What could not be tried, as the database or the hashing was not to be had, does not count as a try. */
    private static <T> T counted(Throttle.Try attempt, Supplier<T> work) {
        try {
            return work.get();
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.UNAVAILABLE) {
                attempt.cancelled();
            }
            throw problem;
        }
    }

    private User check(String username, String password, Caller caller) {
        Optional<Credentials> known = database.read(tx -> users.credentials(tx, username));
        String hash = known.map(Credentials::passwordHash).orElseGet(passwords::dummy);
        if (!passwords.matches(password, hash) || known.isEmpty()) {
            String id = known.map(credentials -> credentials.user().id()).orElse(null);
            database.execute(tx -> events.note(tx, Event.Kind.LOG_IN_FAILED, id, caller));
            throw Problem.unauthenticated("Wrong username or password.");
        }
        User user = known.get().user();
        if (passwords.isOutdated(hash)) {
            renewHash(user, hash, password);
        }
        return user;
    }

    private void renewHash(User user, String oldHash, String password) {
        try {
            String newHash = passwords.hash(password);
            // to the user nothing has changed: a log-in that is under way goes on
            database.execute(tx -> users.replaceHash(tx, user.id(), oldHash, newHash, user.updatedAt()));
            log.info("password hash renewed user={}", user.id());
        } catch (Problem later) {
            log.info("password hash not renewed user={}: {}", user.id(), later.getMessage());
        }
    }

    private void checkFields(String username, String password, String email) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (!isUsername(username)) {
            errors.put("username", "Please use 3 to 64 letters, digits, dots, hyphens or underscores.");
        }
        policy.refusal(password, username, email).ifPresent(reason -> errors.put("password", reason));
        if (email != null && (email.length() > EMAIL_MAX || !emails.isValid(email))) {
            errors.put("email", "This does not look like an e-mail address.");
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }
}
