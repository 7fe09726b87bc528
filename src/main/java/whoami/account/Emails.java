package whoami.account;

import java.time.InstantSource;
import java.util.Map;
import whoami.Database;
import whoami.Database.UniqueViolation;
import whoami.Problem;
import whoami.Tx;
import whoami.account.MailToken.Purpose;
import whoami.mail.EmailAddress;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/**
 * The door to e-mail addresses. Anybody can give any address; it belongs to the account that confirms it, and is good for
 * nothing before. So nobody can take an address away from its owner by being first.
 */
public final class Emails {
    private static final String CONFIRMED = "Your e-mail address is confirmed already.";

    private final Database database;
    private final UserDao users = new UserDao();
    private final Accounts accounts;
    private final MailTokens mailTokens;
    private final Revocation revocation;
    private final Events events;
    private final Outbox outbox;
    private final ConfirmationLetters letters;
    private final Throttle throttle;
    private final InstantSource clock;

    public Emails(
            Database database,
            Accounts accounts,
            MailTokens mailTokens,
            Revocation revocation,
            Events events,
            Outbox outbox,
            Throttle throttle,
            InstantSource clock) {
        this.database = database;
        this.accounts = accounts;
        this.mailTokens = mailTokens;
        this.revocation = revocation;
        this.events = events;
        this.outbox = outbox;
        this.letters = new ConfirmationLetters(outbox, clock);
        this.throttle = throttle;
        this.clock = clock;
    }

    /** An address, and the account that it is to belong to. */
    public record Claim(User user, String email) {}

    /**
     * Sends the letter again.
     *
     * @throws Problem too many: once a minute, and five times a day
     */
    public void sendAgain(User user) {
        if (user.unconfirmedEmail() == null) {
            throw Problem.invalid(Map.of("email", CONFIRMED));
        }
        database.execute(tx -> {
            users.hold(tx, user.id());
            letters.sendAgain(tx, user);
        });
    }

    /**
     * Sends the letter again to somebody who cannot log in before it is answered, or to another address if that one was wrong.
     *
     * @throws Problem unauthenticated, invalid with the reason by field, too many, unavailable
     */
    public void sendAgain(String login, String password, String typed, Caller caller) {
        EmailAddress wanted = parse(typed);
        User user = accounts.authenticate(login, password, caller);
        if (user.email() != null) {
            throw Problem.invalid(Map.of("email", CONFIRMED));
        }
        boolean same = wanted.key().equals(key(user.unconfirmedEmail()));
        database.execute(tx -> {
            users.hold(tx, user.id());
            // somebody may have changed the password since, to stop just this
            users.find(tx, user.id())
                    .filter(now -> now.credentialsAt().equals(user.credentialsAt()))
                    .orElseThrow(() -> Problem.unauthenticated("Your account has just been changed."));
            if (same) {
                letters.sendAgain(tx, user);
            } else {
                set(tx, user, wanted, caller);
            }
        });
    }

    /**
     * Asks for the letter again by the address alone. Whether an account waits for it to be confirmed is looked up when nobody waits
     * for the answer, so neither its words nor its time can tell.
     *
     * @throws Problem too many, by this network; unavailable
     */
    public void sendAgain(String typed, Caller caller) {
        throttle.forgot(caller);
        String kept = Outbox.shortened(typed);
        database.execute(tx -> outbox.add(tx, Letter.Kind.CONFIRM_ASKED, null, kept));
    }

    /**
     * What a link would confirm.
     *
     * @throws Problem not found if it is good for nothing
     */
    public Claim behind(String token) {
        return database.read(tx -> {
            MailToken found = mailTokens.find(tx, token, Purpose.CONFIRM_EMAIL);
            return new Claim(users.find(tx, found.userId()).orElseThrow(MailTokens::dead), found.email());
        });
    }

    /**
     * Makes an address belong to an account. All other sessions end, as somebody may have signed up with an address that is not
     * theirs: from now on the account is in the hands of whoever reads that mailbox.
     *
     * @param currentSessionId of the browser that asks, or an empty text
     * @throws Problem not found if the link is good for nothing
     */
    public User confirm(String token, String currentSessionId, Caller caller) {
        try {
            return database.write(tx -> {
                MailToken spent = mailTokens.spend(tx, token, Purpose.CONFIRM_EMAIL);
                users.confirmEmail(tx, spent.userId(), spent.email(), clock.instant());
                revocation.everythingBut(tx, spent.userId(), Tokens.hash(currentSessionId));
                events.note(tx, Event.Kind.EMAIL_CONFIRMED, spent.userId(), caller);
                return users.find(tx, spent.userId()).orElseThrow();
            });
        } catch (UniqueViolation e) {
            throw Problem.notFound("This address belongs to another account by now.");
        }
    }

    /**
     * Gives an account another address, to which a letter goes. Until that is answered, the old one stays in use.
     *
     * @throws Problem too many letters
     */
    void set(Tx tx, User user, EmailAddress wanted, Caller caller) {
        mailTokens.deleteOf(tx, user.id(), Purpose.CONFIRM_EMAIL);
        if (wanted.key().equals(key(user.email()))) {
            // back to the address that it is: what waited is called off
            users.setUnconfirmedEmail(tx, user.id(), null);
            return;
        }
        letters.sendFirst(tx, user, wanted.text());
        users.setUnconfirmedEmail(tx, user.id(), wanted.text());
        events.note(tx, Event.Kind.EMAIL_CHANGE_ASKED, user.id(), caller);
        user.mailbox().ifPresent(old -> outbox.add(tx, Letter.Kind.EMAIL_CHANGE, user.id(), old));
    }

    private static EmailAddress parse(String typed) {
        return EmailAddress.parse(typed).orElseThrow(() -> Problem.invalid(Map.of("email", FieldChecks.NO_ADDRESS)));
    }

    private static String key(String email) {
        return email == null ? "" : EmailAddress.key(email);
    }
}
