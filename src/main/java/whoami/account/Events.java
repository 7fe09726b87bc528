package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Database;
import whoami.Ids;
import whoami.Tx;

/** The door to what happened: for the log, and for the owner of the account to see. */
public final class Events {
    private static final Logger log = LoggerFactory.getLogger(Events.class);
    private static final int SHOWN = 50;
    private static final int FAILURES_SHOWN = 10;
    private static final Duration KEPT = Duration.ofDays(90);

    private final Database database;
    private final Ids ids;
    private final EventDao events = new EventDao();

    public Events(Database database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    /** The last 50 of a user's events, newest first. A stranger's wrong passwords must not push out the log-in that came of them. */
    public List<Event> newest(User user) {
        return database.read(tx -> Stream.concat(
                        events.newest(tx, user.id(), false, SHOWN - FAILURES_SHOWN).stream(),
                        events.newest(tx, user.id(), true, FAILURES_SHOWN).stream())
                .sorted(Comparator.comparing(Event::at).reversed())
                .toList());
    }

    /** Everything that is kept of a user, the oldest first. */
    List<Event> all(Tx tx, String userId) {
        return events.all(tx, userId);
    }

    /** Whether a user has logged in from this network, as far back as we remember. */
    boolean knows(User user, Network network) {
        return isAmong(database.read(tx -> events.addresses(tx, user.id())), network);
    }

    /**
     * Whether a user who logs in has not done so from this network, as far back as we remember. The first log-in of a new account
     * is from wherever its owner is.
     */
    boolean isFromElsewhere(Tx tx, User user, Network network) {
        List<String> addresses = events.addresses(tx, user.id());
        boolean first = addresses.isEmpty() && user.createdAt().isAfter(forgottenBefore());
        return !first && !isAmong(addresses, network);
    }

    /** How many have failed to log in as a user since the user did. */
    long failuresSinceLogIn(Tx tx, User user) {
        return events.failuresSinceLogIn(tx, user.id());
    }

    private static boolean isAmong(List<String> addresses, Network network) {
        return addresses.stream().anyMatch(address -> Network.of(address).equals(network));
    }

    void deleteOf(Tx tx, String userId) {
        events.deleteOf(tx, userId);
    }

    /** After 90 days nobody needs to know any more from where somebody logged in. */
    public void deleteOld() {
        database.deleteInBatches((tx, most) -> events.deleteBefore(tx, forgottenBefore(), most));
    }

    private Instant forgottenBefore() {
        return ids.clock().instant().minus(KEPT);
    }

    /** Notes what was refused, so that there is nothing else to be done with it. */
    void note(Event.Kind kind, String userId, Caller caller) {
        database.execute(tx -> note(tx, kind, userId, caller));
    }

    /**
     * Notes an event in the transaction of what it tells of.
     *
     * @param userId null where somebody tried a name that nobody has: it is noted all the same, as a log-in must not take longer
     *     for those that exist
     */
    void note(Tx tx, Event.Kind kind, String userId, Caller caller) {
        var event = new Event(kind, ids.clock().instant(), caller.address(), caller.userAgent());
        events.insert(tx, ids.next(), userId, event, caller.requestId());
        tx.afterCommit(() -> log.info(
                "{} user={} address={} request={}",
                kind.inLog,
                userId == null ? "-" : userId,
                caller.address(),
                caller.requestId()));
    }
}
