package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import whoami.Database;
import whoami.Database.UniqueViolation;
import whoami.Problem;
import whoami.Tx;
import whoami.account.LeaverDao.Leaver;
import whoami.account.MailToken.Purpose;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/** The way out: with all one's data, at once, and with a while to think better of it. */
public final class Leaving {
    private final Database database;
    private final UserDao users = new UserDao();
    private final CredentialDao credentials = new CredentialDao();
    private final LeaverDao leavers = new LeaverDao();
    private final Accounts accounts;
    private final Sessions sessions;
    private final Grants grants;
    private final ApiKeys apiKeys;
    private final MailTokens mailTokens;
    private final Revocation revocation;
    private final NewPassword newPassword;
    private final Events events;
    private final Outbox outbox;
    private final Belongings belongings;
    private final InstantSource clock;

    public Leaving(
            Database database,
            Accounts accounts,
            Sessions sessions,
            Grants grants,
            ApiKeys apiKeys,
            MailTokens mailTokens,
            Revocation revocation,
            NewPassword newPassword,
            Events events,
            Outbox outbox,
            Belongings belongings,
            InstantSource clock) {
        this.database = database;
        this.accounts = accounts;
        this.sessions = sessions;
        this.grants = grants;
        this.apiKeys = apiKeys;
        this.mailTokens = mailTokens;
        this.revocation = revocation;
        this.newPassword = newPassword;
        this.events = events;
        this.outbox = outbox;
        this.belongings = belongings;
        this.clock = clock;
    }

    /** How long somebody who has left can come back. */
    public static Duration timeToComeBack() {
        return Purpose.RESTORE_ACCOUNT.life;
    }

    /** Everything that the account holds about a user, but for hashes. */
    public Export export(User user, Caller caller) {
        return database.write(tx -> {
            events.note(tx, Event.Kind.EXPORTED, user.id(), caller);
            return new Export(
                    user,
                    sessions.list(tx, user),
                    grants.list(tx, user),
                    apiKeys.list(tx, user),
                    events.all(tx, user.id()),
                    outbox.of(tx, user.id()),
                    mailTokens.of(tx, user.id()));
        });
    }

    /**
     * Deletes an account, for now so that it can be had back.
     *
     * @param typedName the username, typed out
     * @throws Problem invalid with the reason by field, too many, unavailable
     */
    public void delete(User user, String password, String typedName, Caller caller) {
        if (!UserDao.key(typedName.strip()).equals(UserDao.key(user.username()))) {
            throw Problem.invalid(Map.of("username", "Please type " + user.username() + " to show that you mean it."));
        }
        delete(user, user, password, caller);
    }

    /**
     * As the other, for a program: whoever has it send this has meant it.
     *
     * @param by who does it: the user, or an admin
     * @throws Problem invalid with the reason by field, too many, unavailable
     */
    public void delete(User user, User by, String password, Caller caller) {
        String provenHash = accounts.provenHash(by, "current_password", password, caller);
        database.execute(tx -> {
            boolean isOwn = by.id().equals(user.id());
            Authority.require(tx, by, !isOwn);
            Authority.requireProven(tx, by, provenHash);
            delete(tx, user, isOwn ? caller : caller.hidden());
        });
    }

    /** By whoever runs this site. */
    public void delete(User user, Caller caller) {
        database.execute(tx -> delete(tx, user, caller));
    }

    private void delete(Tx tx, User user, Caller caller) {
        leavers.markDeleted(tx, user.id(), clock.instant());
        revocation.everything(tx, user.id());
        events.note(tx, Event.Kind.DELETED, user.id(), caller);
        user.mailbox().ifPresent(email -> outbox.add(tx, Letter.Kind.ACCOUNT_DELETED, user.id(), email));
    }

    /**
     * Whose account a link brings back.
     *
     * @throws Problem not found if it is good for nothing
     */
    public Returning behind(String token) {
        return database.read(tx -> {
            User user = leaver(tx, mailTokens.find(tx, token, Purpose.RESTORE_ACCOUNT));
            return new Returning(user, users.byEmail(tx, user.email()).isEmpty());
        });
    }

    /**
     * Brings an account back.
     *
     * @param password a new one, as somebody else may have deleted the account who knows the old one; empty to keep it
     * @throws Problem not found if the link is good for nothing, invalid with the reason by field, unavailable
     */
    public void restore(String token, String password, Caller caller) {
        User user = behind(token).user();
        Optional<String> newHash =
                password.isEmpty() ? Optional.empty() : Optional.of(newPassword.hash(user, password));
        Consumer<Tx> restoring = tx -> {
            mailTokens.spend(tx, token, Purpose.RESTORE_ACCOUNT);
            Instant now = clock.instant();
            leavers.restore(tx, user.id(), users.byEmail(tx, user.email()).isEmpty() ? user.email() : null, now);
            newHash.ifPresent(hash -> setHash(tx, user, hash, now));
            revocation.everything(tx, user.id());
            events.note(tx, Event.Kind.RESTORED, user.id(), caller);
        };
        try {
            database.execute(restoring);
        } catch (UniqueViolation somebodyHasJustConfirmedTheAddress) {
            database.execute(restoring);
        }
    }

    private void setHash(Tx tx, User user, String hash, Instant now) {
        credentials.setHash(tx, user.id(), hash, now);
        users.find(tx, user.id()).ifPresent(back -> newPassword.tell(tx, back));
    }

    /** Erases for good what is left of those who did not come back. */
    public void eraseOld() {
        Instant before = clock.instant().minus(timeToComeBack());
        database.deleteInBatches((tx, most) -> eraseSome(tx, before, most));
    }

    private int eraseSome(Tx tx, Instant before, int most) {
        int room = most;
        for (String id : leavers.deletedBefore(tx, before, most)) {
            room -= belongings.erase(tx, id, room);
            if (room == 0) {
                break; // there may be more of it: the next batch goes on from here
            }
            erase(tx, id);
            room--;
        }
        return most - room;
    }

    private void erase(Tx tx, String userId) {
        leavers.erase(tx, userId);
        revocation.everything(tx, userId);
        mailTokens.deleteSince(tx, userId, Instant.EPOCH);
        events.deleteOf(tx, userId);
        outbox.deleteOf(tx, userId);
    }

    private User leaver(Tx tx, MailToken token) {
        return leavers.deleted(tx, token.userId()).map(Leaver::user).orElseThrow(MailTokens::dead);
    }

    /** What a user has left elsewhere, of which an account knows nothing. */
    public interface Belongings {
        /**
         * Erases some of it.
         *
         * @return how much there was; less than {@code most} if it was all
         */
        int erase(Tx tx, String userId, int most);
    }

    /** @param withEmail whether the address is still free to come back with */
    public record Returning(User user, boolean withEmail) {}

    /** What a user can take along. */
    public record Export(
            User user,
            List<Session.Listed> sessions,
            List<Grant.Listed> programs,
            List<ApiKey> keys,
            List<Event> events,
            List<Letter> letters,
            List<MailToken> links) {}
}
