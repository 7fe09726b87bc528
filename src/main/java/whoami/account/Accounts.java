package whoami.account;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import whoami.Database;
import whoami.Database.UniqueViolation;
import whoami.Ids;
import whoami.Problem;
import whoami.Settings;
import whoami.Settings.Email;
import whoami.account.CredentialDao.Credentials;
import whoami.mail.EmailAddress;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/** The door to the accounts: signing up and proving who one is. */
public final class Accounts {
    private static final String BESIEGED =
            "There have been very many wrong passwords for this account, so the password alone"
                    + " does not work just now from a network you have not logged in from before. Please set a new one by e-mail.";

    static final String TAKEN = "This username is taken. Please choose another.";

    private final Database database;
    private final UserDao users = new UserDao();
    private final CredentialDao credentials = new CredentialDao();
    private final Events events;
    private final Outbox outbox;
    private final Passwords passwords;
    private final PasswordCheck check;
    private final Throttle throttle;
    private final PasswordPolicy policy;
    private final InstantSource clock;
    private final Ids ids;
    private final boolean signupOpen;
    private final Email emailPolicy;

    public Accounts(
            Database database,
            Events events,
            Outbox outbox,
            Passwords passwords,
            PasswordPolicy policy,
            Throttle throttle,
            Settings settings,
            InstantSource clock,
            Ids ids) {
        this.database = database;
        this.events = events;
        this.outbox = outbox;
        this.passwords = passwords;
        this.check = new PasswordCheck(database, events, passwords);
        this.throttle = throttle;
        this.policy = policy;
        this.signupOpen = settings.signupOpen();
        this.emailPolicy = settings.email();
        this.clock = clock;
        this.ids = ids;
    }

    /** Whether somebody could have this username. */
    public static boolean isUsername(String text) {
        return FieldChecks.USERNAME.matcher(text).matches();
    }

    /**
     * Makes an account; it is on the disk when this returns.
     *
     * @param email may be empty where none is required; a letter goes there
     * @param name what they call themselves; may be empty
     * @throws Problem invalid or conflict with the reason by field, forbidden where sign-up is closed, too many, unavailable
     */
    public User signUp(String username, String password, String email, String name, Caller caller) {
        if (!signupOpen) {
            throw Problem.forbidden("Sign-up is closed here.");
        }
        User user = checked(username, password, email, name);
        return passwords.queued(() -> throttle.signUp(caller).count(() -> insert(user, password, caller)));
    }

    /**
     * As {@link #signUp}, by whoever runs this site: also where sign-up is closed.
     *
     * @throws Problem invalid or conflict with the reason by field, unavailable
     */
    public User create(String username, String password, String email, String name, Caller caller) {
        return insert(checked(username, password, email, name), password, caller);
    }

    private User checked(String username, String password, String email, String name) {
        var checks = new FieldChecks(policy);
        checks.username(username);
        String calledName = checks.name(name);
        boolean emailGiven = emailPolicy != Email.OPTIONAL || !email.isBlank();
        EmailAddress given = emailGiven ? checks.email(email) : null;
        String address = given == null ? null : given.text();
        checks.password(password, username, address);
        checks.done();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new User(ids.next(), username, calledName, null, address, User.Role.USER, false, now, now, now);
    }

    /**
     * Lets somebody in by username, or confirmed e-mail address, and password.
     *
     * @throws Problem unauthenticated, the same in words and in time for an unknown user and a wrong password; forbidden to whom
     *     has to confirm an address first; too many; unavailable
     */
    public User logIn(String login, String password, Caller caller) {
        User user = authenticate(login, password, caller);
        if (emailPolicy == Email.CONFIRMED && user.email() == null) {
            events.note(Event.Kind.LOG_IN_REFUSED, user.id(), caller);
            throw Problem.unconfirmed("Please confirm your e-mail address first: we have sent you an e-mail.");
        }
        return user;
    }

    /** As {@link #logIn}, but no address has to be confirmed. */
    User authenticate(String login, String password, Caller caller) {
        return passwords.queued(() -> authenticateInQueue(login, password, caller));
    }

    private User authenticateInQueue(String login, String password, Caller caller) {
        Optional<Credentials> known = database.read(tx -> credentials.byLogin(tx, login));
        Throttle.Try attempt = throttle.logIn(login, caller);
        return attempt.count(() -> {
            if (attempt.isBesieged() && !mayTryAnyway(known.map(Credentials::user), caller)) {
                events.note(Event.Kind.LOG_IN_REFUSED, PasswordCheck.userId(known), caller);
                throw Problem.unauthenticated(BESIEGED);
            }
            User user = check.of(known, password, caller);
            attempt.succeeded(user, caller);
            if (user.disabled()) {
                events.note(Event.Kind.LOG_IN_REFUSED, user.id(), caller);
                throw Problem.forbidden("This account is closed. Please ask whoever runs this site.");
            }
            return user;
        });
    }

    /**
     * Has a logged-in user prove the password again.
     *
     * @throws Problem invalid, with the reason beside {@code field}; too many; unavailable
     */
    public void prove(User user, String field, String password, Caller caller) {
        provenHash(user, field, password, caller);
    }

    /** As {@link #prove}, and tells the hash that the password was checked against. */
    String provenHash(User user, String field, String password, Caller caller) {
        return passwords.queued(() -> provenHashInQueue(user, field, password, caller));
    }

    private String provenHashInQueue(User user, String field, String password, Caller caller) {
        Throttle.Try attempt = throttle.logIn(user.id(), caller);
        return attempt.count(() -> {
            if (attempt.isBesieged() && !mayTryAnyway(Optional.of(user), caller)) {
                throw Problem.invalid(Map.of(field, BESIEGED));
            }
            String hash = check.of(user, field, password, caller);
            attempt.succeeded(user, caller);
            return hash;
        });
    }

    private User insert(User user, String password, Caller caller) {
        if (database.read(tx -> users.exists(tx, user.username()))) {
            throw Problem.conflict("username", TAKEN);
        }
        String hash = passwords.hash(password);
        try {
            database.execute(tx -> {
                users.insert(tx, user, hash);
                events.note(tx, Event.Kind.SIGN_UP, user.id(), caller);
                if (user.unconfirmedEmail() != null) {
                    outbox.add(tx, Letter.Kind.CONFIRM_EMAIL, user.id(), user.unconfirmedEmail());
                }
            });
        } catch (UniqueViolation somebodyWasFaster) {
            throw Problem.conflict("username", TAKEN);
        }
        return user;
    }

    /**
     * Who has logged in from here before does not lose the account to those who guess at it from elsewhere; neither does who has
     * no mailbox to fall back on. For a name that nobody has the answer is the one for most users.
     */
    private boolean mayTryAnyway(Optional<User> known, Caller caller) {
        return known.filter(user -> user.email() == null || events.knows(user, Network.of(caller.address())))
                .isPresent();
    }
}
