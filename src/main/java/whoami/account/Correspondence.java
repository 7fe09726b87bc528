package whoami.account;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import whoami.Database;
import whoami.Tx;
import whoami.account.LeaverDao.Leaver;
import whoami.account.MailToken.Purpose;
import whoami.mail.Letter;
import whoami.mail.Letters;
import whoami.mail.Mail;
import whoami.mail.Outbox;
import whoami.mail.Postponed;

/**
 * Writes a letter at the moment it is sent. Only now is the secret of its link drawn, so it is nowhere in the database; and only
 * now is it looked up who has an account, so nobody who waits for a page can tell.
 */
public final class Correspondence {
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * A stranger can have us write to somebody. This many in an hour and no more; and as a link to set a password is good for an
     * hour, its owner always has a good one, however many a stranger asks for.
     */
    private static final int RESETS_AN_HOUR = 3;

    /** From all accounts together: somebody could sign up again and again with an address that is not theirs. */
    private static final int TO_ONE_ADDRESS = 10;

    /** More than one person signs up for with one address. */
    private static final int WAITING_FOR_ONE = 5;

    private final Database database;
    private final UserDao users = new UserDao();
    private final LeaverDao leavers = new LeaverDao();
    private final MailTokens mailTokens;
    private final Outbox outbox;
    private final ConfirmationLetters confirmationLetters;
    private final Letters letters;

    public Correspondence(
            Database database, MailTokens mailTokens, Outbox outbox, Letters letters, InstantSource clock) {
        this.database = database;
        this.mailTokens = mailTokens;
        this.outbox = outbox;
        this.confirmationLetters = new ConfirmationLetters(outbox, clock);
        this.letters = letters;
    }

    /** @return nothing if the letter is pointless by now */
    public Optional<Mail> write(Letter letter) {
        String to = letter.recipient();
        return database.write(tx -> write(tx, letter, to));
    }

    private Optional<Mail> write(Tx tx, Letter letter, String to) {
        if (letter.userId() != null) {
            users.hold(tx, letter.userId());
        }
        return switch (letter.kind()) {
            case CONFIRM_EMAIL -> user(tx, letter).flatMap(user -> confirm(tx, user, to));
            case CONFIRM_ASKED -> again(tx, to);
            case RESET_ASKED -> lookUp(tx, to);
            case RESET_PASSWORD -> user(tx, letter).flatMap(user -> reset(tx, user, letter));
            case PASSWORD_CHANGED -> user(tx, letter).map(user -> letters.passwordChanged(to, user.username()));
            case USERNAME_CHANGED -> user(tx, letter).map(user -> letters.usernameChanged(to, user.username()));
            case KEY_MADE -> user(tx, letter).map(user -> letters.keyMade(to, user.username()));
            case UNUSUAL_LOG_IN ->
                user(tx, letter).map(user -> letters.unusualLogIn(to, user.username(), letter.createdAt()));
            case EMAIL_CHANGE -> anybody(tx, letter).flatMap(user -> emailChange(tx, user, letter));
            case ACCOUNT_DELETED -> leavers.deleted(tx, letter.userId()).map(leaver -> deleted(tx, leaver, to));
        };
    }

    private Optional<User> user(Tx tx, Letter letter) {
        return users.find(tx, letter.userId());
    }

    private Optional<User> anybody(Tx tx, Letter letter) {
        return user(tx, letter).or(() -> leavers.deleted(tx, letter.userId()).map(Leaver::user));
    }

    /**
     * The token is drawn in any case: whoever typed an address of somebody else's must not learn from their own account that it
     * belongs to one.
     */
    private Optional<Mail> confirm(Tx tx, User user, String to) {
        if (!to.equals(user.unconfirmedEmail())) {
            return Optional.empty();
        }
        if (outbox.sentTo(tx, Letter.Kind.CONFIRM_EMAIL, to, HOUR) >= TO_ONE_ADDRESS) {
            throw new Postponed("too many letters to this address of late");
        }
        String token = mailTokens.issue(tx, Purpose.CONFIRM_EMAIL, user, to);
        return Optional.of(users.byEmail(tx, to)
                .map(owner -> letters.taken(to, owner.username()))
                .orElseGet(() -> letters.confirm(to, token)));
    }

    /** Several accounts may wait for one address. To each of them the limits of its own apply. */
    private Optional<Mail> again(Tx tx, String email) {
        for (User user : users.waitingFor(tx, email, WAITING_FOR_ONE)) {
            users.hold(tx, user.id());
            if (confirmationLetters.waitForAnother(tx, user).isZero()) {
                outbox.add(tx, Letter.Kind.CONFIRM_EMAIL, user.id(), email);
            }
        }
        return Optional.empty();
    }

    /** Goes to the confirmed address only, whatever was typed; to somebody who has left, the letter to come back with. */
    private Optional<Mail> lookUp(Tx tx, String login) {
        users.byLogin(tx, login)
                .flatMap(user -> held(tx, user))
                .filter(user -> isFew(tx, Letter.Kind.RESET_PASSWORD, user))
                .ifPresent(user -> outbox.add(tx, Letter.Kind.RESET_PASSWORD, user.id(), user.email()));
        leavers.deletedByLogin(tx, login)
                .flatMap(leaver -> heldLeaver(tx, leaver.user()))
                .filter(user -> isFew(tx, Letter.Kind.ACCOUNT_DELETED, user))
                .ifPresent(user -> outbox.add(tx, Letter.Kind.ACCOUNT_DELETED, user.id(), user.email()));
        return Optional.empty();
    }

    /** As they are from now on until the end of the transaction. */
    private Optional<User> held(Tx tx, User user) {
        users.hold(tx, user.id());
        return users.find(tx, user.id());
    }

    private Optional<User> heldLeaver(Tx tx, User user) {
        users.hold(tx, user.id());
        return leavers.deleted(tx, user.id()).map(Leaver::user);
    }

    /** Those from before the last change of the account do not count: their links are dead, so a thief could use them all up. */
    private boolean isFew(Tx tx, Letter.Kind kind, User user) {
        return user.email() != null
                && outbox.since(tx, kind, user.id(), HOUR).stream()
                                .filter(at -> !at.isBefore(user.credentialsAt()))
                                .count()
                        < RESETS_AN_HOUR;
    }

    /** A link that was asked for before the last change of the account would undo it. */
    private Optional<Mail> reset(Tx tx, User user, Letter letter) {
        if (!letter.recipient().equals(user.email()) || letter.createdAt().isBefore(user.credentialsAt())) {
            return Optional.empty();
        }
        String token = mailTokens.issue(tx, Purpose.RESET_PASSWORD, user, user.email());
        return Optional.of(letters.reset(user.email(), user.username(), token));
    }

    /** Also if the change is done by now, and more besides: it may all be the doing of a thief. */
    private Optional<Mail> emailChange(Tx tx, User user, Letter letter) {
        String to = letter.recipient();
        String wanted = user.unconfirmedEmail() == null ? user.email() : user.unconfirmedEmail();
        if (to.equals(wanted)) {
            return Optional.empty();
        }
        String token = mailTokens.issue(tx, Purpose.TAKE_BACK, user, to, letter.createdAt());
        return Optional.of(letters.emailChange(to, user.username(), wanted, token));
    }

    private Mail deleted(Tx tx, Leaver leaver, String to) {
        User user = leaver.user();
        String token = mailTokens.issue(tx, Purpose.RESTORE_ACCOUNT, user, to, leaver.deletedAt());
        return letters.deleted(to, user.username(), Leaving.timeToComeBack().toDays(), token);
    }
}
