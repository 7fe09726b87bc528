package whoami.account;

import java.time.Instant;
import java.time.InstantSource;
import whoami.Database;
import whoami.Database.UniqueViolation;
import whoami.Problem;
import whoami.Tx;
import whoami.account.LeaverDao.Leaver;
import whoami.account.MailToken.Purpose;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/** The way back for somebody who has forgotten the password, or has been robbed of the account: a letter. */
public final class PasswordReset {
    private final Database database;
    private final UserDao users = new UserDao();
    private final CredentialDao credentials = new CredentialDao();
    private final LeaverDao leavers = new LeaverDao();
    private final Throttle throttle;
    private final MailTokens mailTokens;
    private final NewPassword newPassword;
    private final Outbox outbox;
    private final InstantSource clock;

    public PasswordReset(
            Database database,
            Throttle throttle,
            MailTokens mailTokens,
            NewPassword newPassword,
            Outbox outbox,
            InstantSource clock) {
        this.database = database;
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

    /** The token of a link that whoever runs this site hands to a user, who may have no mailbox. */
    public String token(User user) {
        String mailbox = user.mailbox().orElse("");
        return database.write(tx -> mailTokens.issue(tx, Purpose.RESET_PASSWORD, user, mailbox));
    }

    /**
     * Whose password a link can set.
     *
     * @throws Problem not found if it is good for nothing
     */
    public User behind(String token) {
        return database.read(tx -> owner(tx, find(tx, token)));
    }

    /**
     * Sets another password by the link from a letter. If the letter went to an address that is not the account's any more, the
     * account has been taken from whoever reads that mailbox: it is theirs again, address and all.
     *
     * @throws Problem not found if the link is good for nothing, invalid with the reason by field, unavailable
     */
    public void reset(String token, String wanted, Caller caller) {
        User user = behind(token);
        String newHash = newPassword.hash(user, wanted);
        Instant now = clock.instant();
        try {
            database.execute(tx -> {
                MailToken spent = mailTokens.spend(tx, token, find(tx, token).purpose());
                if (spent.purpose() == Purpose.TAKE_BACK) {
                    leavers.restore(tx, user.id(), spent.email(), now);
                    mailTokens.deleteSince(tx, user.id(), spent.createdAt());
                }
                credentials.setHash(tx, user.id(), newHash, now);
                User owner = users.find(tx, user.id()).orElseThrow();
                newPassword.wasSet(tx, owner, Event.Kind.PASSWORD_RESET, caller);
                throttle.forgive(tx, owner, caller);
            });
        } catch (UniqueViolation e) {
            throw Problem.notFound("Its e-mail address belongs to another account by now.");
        }
    }

    private MailToken find(Tx tx, String token) {
        return mailTokens.find(tx, token, Purpose.RESET_PASSWORD, Purpose.TAKE_BACK);
    }

    /** A thief may have deleted the account as well. */
    private User owner(Tx tx, MailToken token) {
        return users.find(tx, token.userId())
                .or(() -> leavers.deleted(tx, token.userId()).map(Leaver::user))
                .orElseThrow(MailTokens::dead);
    }
}
