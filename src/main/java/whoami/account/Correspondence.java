package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Database;
import whoami.Tx;
import whoami.account.MailToken.Purpose;
import whoami.account.UserDao.Leaver;
import whoami.mail.Letter;
import whoami.mail.Letters;
import whoami.mail.Mail;
import whoami.mail.Outbox;

/**
 * Writes a letter at the moment it is sent. Only now is the secret of its link drawn, so it is nowhere in the database; and only
 * now is it looked up who has an account, so nobody who waits for a page can tell.
 */
public final class Correspondence {
    private static final Logger log = LoggerFactory.getLogger(Correspondence.class);
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
        return database.write(tx -> switch (letter.kind()) {
            case CONFIRM_EMAIL -> user(tx, letter).flatMap(user -> confirm(tx, user, to));
            case CONFIRM_ASKED -> again(tx, to);
            case RESET_ASKED -> lookUp(tx, to);
            case RESET_PASSWORD -> user(tx, letter).flatMap(user -> reset(tx, user, letter));
            case PASSWORD_CHANGED -> user(tx, letter).map(user -> letters.passwordChanged(to, user.username()));
            case EMAIL_CHANGE_ASKED -> user(tx, letter).flatMap(user -> emailChange(user, to));
            case ACCOUNT_DELETED -> users.deleted(tx, letter.userId()).map(leaver -> deleted(tx, leaver, to));
        });
    }

    private Optional<User> user(Tx tx, Letter letter) {
        return users.find(tx, letter.userId());
    }

    private Optional<Mail> confirm(Tx tx, User user, String to) {
        boolean overtaken = !to.equals(user.unconfirmedEmail());
        if (overtaken || outbox.sentTo(tx, Letter.Kind.CONFIRM_EMAIL, to, HOUR) >= TO_ONE_ADDRESS) {
            log.info("letter to confirm an address not sent user={} overtaken={}", user.id(), overtaken);
            return Optional.empty();
        }
        Optional<User> owner = users.byEmail(tx, to);
        return Optional.of(
                owner.isPresent()
                        ? letters.taken(to, owner.get().username())
                        : letters.confirm(to, user.username(), mailTokens.issue(tx, Purpose.CONFIRM_EMAIL, user, to)));
    }

    /** Several accounts may wait for one address. To each of them the limits of its own apply. */
    private Optional<Mail> again(Tx tx, String email) {
        users.waitingFor(tx, email, WAITING_FOR_ONE).stream()
                .filter(user -> confirmationLetters.waitForAnother(tx, user).isZero())
                .forEach(user -> outbox.add(tx, Letter.Kind.CONFIRM_EMAIL, user.id(), email));
        return Optional.empty();
    }

    /** Goes to the confirmed address only, whatever was typed. */
    private Optional<Mail> lookUp(Tx tx, String login) {
        Optional<User> user = login.contains("@") ? users.byEmail(tx, login) : users.byUsername(tx, login);
        user.filter(known -> known.email() != null)
                .filter(known -> outbox.since(tx, Letter.Kind.RESET_PASSWORD, known.id(), HOUR)
                                .size()
                        < RESETS_AN_HOUR)
                .ifPresent(known -> outbox.add(tx, Letter.Kind.RESET_PASSWORD, known.id(), known.email()));
        return Optional.empty();
    }

    /** A link that was asked for before the last change of the account would undo it. */
    private Optional<Mail> reset(Tx tx, User user, Letter letter) {
        if (!letter.recipient().equals(user.email()) || letter.createdAt().isBefore(user.updatedAt())) {
            return Optional.empty();
        }
        String token = mailTokens.issue(tx, Purpose.RESET_PASSWORD, user, user.email());
        return Optional.of(letters.reset(user.email(), user.username(), token));
    }

    /** Also if the change is done by now: its owner may not have been the one who did it. */
    private Optional<Mail> emailChange(User user, String to) {
        String wanted = user.unconfirmedEmail() == null ? user.email() : user.unconfirmedEmail();
        return to.equals(wanted) ? Optional.empty() : Optional.of(letters.emailChange(to, user.username(), wanted));
    }

    private Mail deleted(Tx tx, Leaver leaver, String to) {
        User user = leaver.user();
        Instant until = leaver.deletedAt().plus(Leaving.timeToComeBack());
        String token = mailTokens.issue(tx, Purpose.RESTORE_ACCOUNT, user, to, until);
        return letters.deleted(to, user.username(), Leaving.timeToComeBack().toDays(), token);
    }
}
