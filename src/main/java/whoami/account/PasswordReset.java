package whoami.account;

import java.time.Instant;
import java.time.InstantSource;
import whoami.Database;
import whoami.Problem;
import whoami.Settings;
import whoami.account.MailToken.Purpose;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/** The way back for somebody who has forgotten the password: a letter to the confirmed address. */
public final class PasswordReset {
    private final Database database;
    private final UserDao users = new UserDao();
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Throttle throttle;
    private final MailTokens mailTokens;
    private final NewPassword newPassword;
    private final Outbox outbox;
    private final InstantSource clock;

    public PasswordReset(
            Database database,
            Passwords passwords,
            Settings settings,
            Throttle throttle,
            MailTokens mailTokens,
            NewPassword newPassword,
            Outbox outbox,
            InstantSource clock) {
        this.database = database;
        this.passwords = passwords;
        this.policy = new PasswordPolicy(settings.passwordMin());
        this.throttle = throttle;
        this.mailTokens = mailTokens;
        this.newPassword = newPassword;
        this.outbox = outbox;
        this.clock = clock;
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
        String kept = Outbox.shortened(login);
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
            newPassword.wasSet(tx, user, Event.Kind.PASSWORD_RESET, caller);
        });
        throttle.forgive(user.id());
    }

    private String hash(User user, String wanted) {
        var checks = new FieldChecks(policy);
        checks.password(wanted, user.username(), user.email());
        checks.done();
        return passwords.hash(wanted);
    }
}
