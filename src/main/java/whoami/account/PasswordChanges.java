package whoami.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import whoami.Database;
import whoami.Problem;
import whoami.Settings;
import whoami.Tx;
import whoami.account.MailToken.Purpose;
import whoami.mail.EmailAddress;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/**
 * The two ways to another password: by the old one, or by a letter. Both end all sessions and links, and forget an address that
 * waits for its confirmation: whoever was in with the old password may have given it.
 */
public final class PasswordChanges {
    private final Database database;
    private final UserDao users = new UserDao();
    private final Accounts accounts;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Throttle throttle;
    private final MailTokens mailTokens;
    private final Revocation revocation;
    private final Events events;
    private final Outbox outbox;
    private final InstantSource clock;

    public PasswordChanges(
            Database database,
            Accounts accounts,
            Passwords passwords,
            Settings settings,
            Throttle throttle,
            MailTokens mailTokens,
            Events events,
            Outbox outbox,
            InstantSource clock) {
        this.database = database;
        this.accounts = accounts;
        this.passwords = passwords;
        this.policy = new PasswordPolicy(settings.passwordMin());
        this.throttle = throttle;
        this.mailTokens = mailTokens;
        this.revocation = new Revocation(mailTokens);
        this.events = events;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Sets another password, and ends all sessions: whoever knew the old one is out.
     *
     * @return the user as it is from now on, to start a new session for
     * @throws Problem invalid with the reason by field, too many, unavailable
     */
    public User change(User user, String current, String wanted, Caller caller) {
        String oldHash = accounts.prove(user, "current_password", current, caller);
        String newHash = hash(user, wanted);
        Instant now = clock.instant();
        return database.write(tx -> {
            // of two changes at once the first one counts: the other was proved with a password that is none any more
            if (!users.replaceHash(tx, user.id(), oldHash, newHash, now)) {
                throw Problem.invalid(Map.of("current_password", "Your password has just been changed."));
            }
            return changed(tx, user, Event.Kind.PASSWORD_CHANGED, caller);
        });
    }

    /**
     * Asks for a letter with a link to set a new password. Whether there is such a user is looked up when nobody waits for the
     * answer, so neither its words nor its time can tell.
     *
     * @param login a username or an e-mail address, or anything else
     * @throws Problem too many, by this network; unavailable
     */
    public void forgot(String login, Caller caller) {
        throttle.forgot(caller);
        String typed = login.strip();
        String kept = typed.substring(0, Math.min(typed.length(), EmailAddress.MAX));
        database.execute(tx -> outbox.add(tx, Letter.Kind.RESET_ASKED, null, kept));
    }

    /**
     * Whose password a link can set.
     *
     * @throws Problem not found if it is good for nothing
     */
    public User holder(String token) {
        return database.read(tx -> users.find(
                        tx, mailTokens.find(tx, token, Purpose.RESET_PASSWORD).userId()))
                .orElseThrow();
    }

    /**
     * Sets another password by the link from a letter.
     *
     * @throws Problem not found if the link is good for nothing, invalid with the reason by field, unavailable
     */
    public void reset(String token, String wanted, Caller caller) {
        User user = holder(token);
        String newHash = hash(user, wanted);
        Instant now = clock.instant();
        database.execute(tx -> {
            mailTokens.spend(tx, token, Purpose.RESET_PASSWORD);
            users.setHash(tx, user.id(), newHash, now);
            changed(tx, user, Event.Kind.PASSWORD_RESET, caller);
        });
        throttle.forgive(user.id());
    }

    private String hash(User user, String wanted) {
        policy.refusal(wanted, user.username(), user.email()).ifPresent(reason -> {
            throw Problem.invalid(Map.of("password", reason));
        });
        return passwords.hash(wanted);
    }

    private User changed(Tx tx, User user, Event.Kind kind, Caller caller) {
        users.setUnconfirmedEmail(tx, user.id(), null);
        revocation.everything(tx, user.id());
        events.note(tx, kind, user.id(), caller);
        user.mailbox().ifPresent(email -> outbox.add(tx, Letter.Kind.PASSWORD_CHANGED, user.id(), email));
        return users.find(tx, user.id()).orElseThrow();
    }
}
