package whoami.account;

import java.time.InstantSource;
import java.util.Objects;
import whoami.Database;
import whoami.Database.UniqueViolation;
import whoami.Problem;
import whoami.mail.EmailAddress;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/** The door to changes of an account: as many of its fields at once as one likes, and all of them or none. */
public final class Profile {
    private final Database database;
    private final UserDao users = new UserDao();
    private final CredentialDao credentials = new CredentialDao();
    private final Accounts accounts;
    private final Emails emails;
    private final NewPassword newPassword;
    private final Events events;
    private final Outbox outbox;
    private final InstantSource clock;

    public Profile(
            Database database,
            Accounts accounts,
            Emails emails,
            NewPassword newPassword,
            Events events,
            Outbox outbox,
            InstantSource clock) {
        this.database = database;
        this.accounts = accounts;
        this.emails = emails;
        this.newPassword = newPassword;
        this.events = events;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * What is to change; null for what is to stay.
     *
     * @param name an empty text for none
     * @param role that only an admin may give
     */
    public record Changes(String username, String name, String email, String password, User.Role role) {
        public static Changes ofName(String name) {
            return new Changes(null, name, null, null, null);
        }

        public static Changes ofEmail(String email) {
            return new Changes(null, null, email, null, null);
        }

        public static Changes ofPassword(String password) {
            return new Changes(null, null, null, password, null);
        }

        /** These open the account, so whoever finds a laptop open must not change them. */
        boolean needProof() {
            return email != null || password != null;
        }
    }

    /**
     * Changes an account. Another password ends all sessions and tokens of it; another address counts from its confirmation on.
     *
     * @param by who does it: the user, or an admin
     * @param currentPassword of the one who does it; needed for another address or password
     * @return the user as it is from now on
     * @throws Problem invalid or conflict with the reason by field, too many, unavailable
     */
    public User change(User user, Changes wanted, User by, String currentPassword, Caller caller) {
        var checks = new FieldChecks(newPassword.policy());
        if (wanted.username() != null) {
            checks.username(wanted.username());
        }
        String name = wanted.name() == null ? null : checks.name(wanted.name());
        EmailAddress email = wanted.email() == null ? null : checks.email(wanted.email());
        if (wanted.password() != null) {
            String username = wanted.username() == null ? user.username() : wanted.username();
            checks.password(wanted.password(), username, email == null ? user.email() : email.text());
        }
        checks.done();
        String provenHash =
                wanted.needProof() ? accounts.provenHash(by, "current_password", currentPassword, caller) : null;
        String newHash =
                wanted.password() == null ? null : newPassword.passwords().hash(wanted.password());
        boolean isOwn = by.id().equals(user.id());
        Caller shown = isOwn ? caller : caller.hidden();
        try {
            return database.write(tx -> {
                Authority.require(tx, by, !isOwn || wanted.role() != null);
                users.hold(tx, user.id());
                if (provenHash != null) {
                    Authority.requireProven(tx, by, provenHash);
                }
                if (wanted.name() != null && !Objects.equals(name, user.name())) {
                    users.setName(tx, user.id(), name, clock.instant());
                    events.note(tx, Event.Kind.NAME_CHANGED, user.id(), shown);
                }
                if (wanted.username() != null) {
                    users.setUsername(tx, user.id(), wanted.username(), clock.instant());
                    events.note(tx, Event.Kind.USERNAME_CHANGED, user.id(), shown);
                    user.mailbox().ifPresent(to -> outbox.add(tx, Letter.Kind.USERNAME_CHANGED, user.id(), to));
                }
                if (wanted.role() != null) {
                    users.setRole(tx, user.id(), wanted.role(), clock.instant());
                    events.note(tx, Event.Kind.ROLE_CHANGED, user.id(), shown);
                }
                if (newHash != null) {
                    credentials.setHash(tx, user.id(), newHash, clock.instant());
                    newPassword.wasSet(tx, user, Event.Kind.PASSWORD_CHANGED, shown);
                }
                if (email != null) {
                    emails.set(tx, users.find(tx, user.id()).orElseThrow(Profile::gone), email, shown);
                }
                return users.find(tx, user.id()).orElseThrow(Profile::gone);
            });
        } catch (UniqueViolation e) {
            throw Problem.conflict("username", Accounts.TAKEN);
        }
    }

    private static Problem gone() {
        return Problem.notFound("There is no such user.");
    }
}
