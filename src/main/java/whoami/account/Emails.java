package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
    private static final Duration BETWEEN_LETTERS = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** The first one and five more: nobody needs more, and the mailbox may be a stranger's. */
    private static final int LETTERS_A_DAY = 6;

    private final Database database;
    private final UserDao users = new UserDao();
    private final Accounts accounts;
    private final MailTokens mailTokens;
    private final Revocation revocation;
    private final Events events;
    private final Outbox outbox;
    private final InstantSource clock;

    public Emails(
            Database database,
            Accounts accounts,
            MailTokens mailTokens,
            Events events,
            Outbox outbox,
            InstantSource clock) {
        this.database = database;
        this.accounts = accounts;
        this.mailTokens = mailTokens;
        this.revocation = new Revocation(mailTokens);
        this.events = events;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** An address, and the account that it is to belong to. */
    public record Confirmation(User user, String email) {}

    /**
     * Gives another address, to which a letter goes. Until that is answered, the old one stays in use.
     *
     * @throws Problem invalid with the reason by field, too many, unavailable
     */
    public void change(User user, String password, String typed, Caller caller) {
        EmailAddress wanted = parse(typed);
        accounts.prove(user, "current_password", password, caller);
        database.execute(tx -> set(tx, user, wanted, caller));
    }

    /**
     * Sends the letter again.
     *
     * @throws Problem too many: once a minute, and five times a day
     */
    public void sendAgain(User user) {
        if (user.unconfirmedEmail() != null) {
            database.execute(tx -> again(tx, user));
        }
    }

    /**
     * Sends the letter again to somebody who cannot log in before it is answered, or to another address if that one was wrong.
     *
     * @throws Problem unauthenticated, invalid with the reason by field, too many, unavailable
     */
    public void sendAgain(String login, String password, String typed, Caller caller) {
        EmailAddress wanted = parse(typed);
        User user = accounts.authenticate(login, password, caller);
        boolean same = wanted.key().equals(key(user.unconfirmedEmail()));
        database.execute(tx -> {
            if (same) {
                again(tx, user);
            } else if (user.email() == null) {
                set(tx, user, wanted, caller);
            }
        });
    }

    /**
     * What a link would confirm.
     *
     * @throws Problem not found if it is good for nothing
     */
    public Confirmation look(String token) {
        return database.read(tx -> {
            MailToken found = mailTokens.find(tx, token, Purpose.CONFIRM_EMAIL);
            return new Confirmation(users.find(tx, found.userId()).orElseThrow(), found.email());
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

    private void set(Tx tx, User user, EmailAddress wanted, Caller caller) {
        mailTokens.deleteOf(tx, user.id(), Purpose.CONFIRM_EMAIL);
        if (wanted.key().equals(key(user.email()))) {
            // back to the address that it is: what waited is called off
            users.setUnconfirmedEmail(tx, user.id(), null);
            return;
        }
        limit(letters(tx, user), LETTERS_A_DAY, DAY);
        users.setUnconfirmedEmail(tx, user.id(), wanted.text());
        events.note(tx, Event.Kind.EMAIL_CHANGE_ASKED, user.id(), caller);
        outbox.add(tx, Letter.Kind.CONFIRM_EMAIL, user.id(), wanted.text());
        user.mailbox().ifPresent(old -> outbox.add(tx, Letter.Kind.EMAIL_CHANGE_ASKED, user.id(), old));
    }

    private void again(Tx tx, User user) {
        List<Instant> letters = letters(tx, user);
        limit(letters, 1, BETWEEN_LETTERS);
        limit(letters, LETTERS_A_DAY, DAY);
        outbox.add(tx, Letter.Kind.CONFIRM_EMAIL, user.id(), user.unconfirmedEmail());
    }

    private List<Instant> letters(Tx tx, User user) {
        return outbox.since(tx, Letter.Kind.CONFIRM_EMAIL, user.id(), DAY);
    }

    /** @throws Problem too many, if there were as many in the time, until the first of them is as old */
    private void limit(List<Instant> letters, int most, Duration time) {
        Instant now = clock.instant();
        List<Instant> recent =
                letters.stream().filter(sent -> sent.plus(time).isAfter(now)).toList();
        if (recent.size() >= most) {
            throw Problem.tooMany(Duration.between(now, recent.get(0).plus(time)));
        }
    }

    private static EmailAddress parse(String typed) {
        return EmailAddress.parse(typed).orElseThrow(() -> Problem.invalid(Map.of("email", Accounts.NO_ADDRESS)));
    }

    private static String key(String email) {
        return email == null ? "" : EmailAddress.key(email);
    }
}
