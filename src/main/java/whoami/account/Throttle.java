package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import whoami.Database;
import whoami.Problem;
import whoami.Skew;
import whoami.Tx;
import whoami.account.ThrottleDao.Count;

/**
 * Makes guessing slow. What is counted is a name together with the network that tries it, so that somebody who guesses at Ann's
 * password from afar slows down only themselves, and Ann gets in from where she is; and a network over all names. Counts are
 * kept in the database, so neither a restart nor a second process forgets them.
 *
 * <p>Somebody with very many networks is stopped by the count for the account as a whole: see {@link Try#isBesieged}.
 *
 * <p>A try is counted before it is made, and taken back when it turns out well. The other way around, a hundred tries at once
 * would all have begun before the first of them was counted.
 */
public final class Throttle {
    private record Key(ThrottleRule rule, String name) {
        String hash() {
            return Tokens.hash(rule + " " + name);
        }
    }

    private final Database database;
    private final ThrottleDao counts = new ThrottleDao();
    private final InstantSource clock;
    private final boolean on;

    /** @param on false only for load tests */
    public Throttle(Database database, InstantSource clock, boolean on) {
        this.database = database;
        this.clock = clock;
        this.on = on;
    }

    /**
     * What is counted is what was typed, and not whose account it is: otherwise two spellings that share their count would tell that
     * there is such an account, and that an address belongs to a name.
     *
     * @param login a username or an e-mail address, or whatever somebody took for one
     * @throws Problem too many, with the time to wait
     */
    Try logIn(String login, Caller caller) {
        Network network = Network.of(caller.address());
        return begin(ofLogin(login, network), List.of(new Key(ThrottleRule.NETWORK, network.name())));
    }

    /** Somebody has proved who they are, by the password or by a letter: their own tries are forgiven, and a siege is over. */
    void forgive(Tx tx, User user, Caller caller) {
        Network network = Network.of(caller.address());
        Stream.of(user.id(), user.username(), user.email())
                .filter(Objects::nonNull)
                .flatMap(login -> ofLogin(login, network).stream())
                .forEach(key -> counts.delete(tx, key.hash()));
    }

    private static List<Key> ofLogin(String login, Network network) {
        String key = UserDao.loginKey(login);
        return List.of(
                new Key(ThrottleRule.ACCOUNT_AND_NETWORK, key + " " + network.name()),
                new Key(ThrottleRule.ACCOUNT, key));
    }

    /** @throws Problem too many, with the time to wait */
    Try signUp(Caller caller) {
        return begin(
                List.of(),
                List.of(new Key(
                        ThrottleRule.SIGN_UP, Network.of(caller.address()).name())));
    }

    /** @throws Problem too many, with the time to wait */
    void forgot(Caller caller) {
        begin(
                List.of(),
                List.of(new Key(
                        ThrottleRule.FORGOT, Network.of(caller.address()).name())));
    }

    /** Forgets what nobody has tried for long. */
    public void deleteOld() {
        database.deleteInBatches((tx, most) -> counts.deleteForgotten(tx, clock.instant(), most));
    }

    /** One that is under way, and counts as failed until something else is said. */
    final class Try {
        private final List<Key> ofAccount;
        private final List<Key> ofNetwork;
        private final boolean besieged;

        private Try(List<Key> ofAccount, List<Key> ofNetwork, boolean besieged) {
            this.ofAccount = ofAccount;
            this.ofNetwork = ofNetwork;
            this.besieged = besieged;
        }

        /**
         * Whether 100 tries in a row have failed for this account, wherever they came from: a password alone must not do then
         * from where its owner has never been.
         */
        boolean isBesieged() {
            return besieged;
        }

        /** Whoever proves who they are has not been guessing: the count for them starts anew, and the network's is one less. */
        void succeeded(User user, Caller caller) {
            database.execute(tx -> {
                forgive(tx, user, caller);
                ofNetwork.forEach(key -> counts.takeBack(tx, key.hash()));
            });
        }

        /** Makes it. What could not be tried, as the database or the hashing was not to be had, does not count as a try. */
        <T> T count(Supplier<T> work) {
            try {
                return work.get();
            } catch (Problem problem) {
                if (problem.kind() == Problem.Kind.UNAVAILABLE) {
                    takeBack();
                }
                throw problem;
            }
        }

        private void takeBack() {
            List<Key> counted = keys(ofAccount, ofNetwork).toList();
            // to begin a transaction for nothing would be to wait once more for a database that is away
            if (!counted.isEmpty()) {
                database.execute(tx -> counted.forEach(key -> counts.takeBack(tx, key.hash())));
            }
        }
    }

    private Try begin(List<Key> ofAccount, List<Key> ofNetwork) {
        if (!on) {
            return new Try(List.of(), List.of(), false);
        }
        boolean besieged = database.write(tx -> {
            // always in the same order, the network last: so nobody waits for somebody who waits for them
            Map<Key, Count> before = new LinkedHashMap<>();
            keys(ofAccount, ofNetwork).forEach(key -> before.put(key, counts.hold(tx, key.hash())));
            // only now: who has waited for the others to write must not be taken for earlier than they
            Instant now = clock.instant();
            before.forEach((key, count) -> refuseIfBlocked(count, key.rule(), now));
            return before.entrySet().stream()
                    .filter(entry -> count(tx, entry.getKey(), entry.getValue(), now)
                            > entry.getKey().rule().free)
                    .map(entry -> entry.getKey().rule())
                    .toList()
                    .contains(ThrottleRule.ACCOUNT);
        });
        return new Try(ofAccount, ofNetwork, besieged);
    }

    private static Stream<Key> keys(List<Key> ofAccount, List<Key> ofNetwork) {
        return Stream.concat(ofAccount.stream(), ofNetwork.stream());
    }

    /** A clock that was set back must not make anybody wait for it to catch up. */
    private static void refuseIfBlocked(Count count, ThrottleRule rule, Instant now) {
        if (count.blockedUntil().isAfter(now) && !Skew.isTooLate(count.blockedUntil(), rule.longestWait, now)) {
            throw Problem.tooMany(Duration.between(now, count.blockedUntil()));
        }
    }

    private long count(Tx tx, Key key, Count held, Instant now) {
        Count before = held.lastTryAt().isAfter(now.minus(key.rule().memory))
                ? lessForgiven(held, key.rule(), now)
                : new Count(0, now, now, now);
        long tries = before.tries() + 1;
        Duration wait = key.rule().waitAfter(tries);
        counts.save(
                tx,
                key.hash(),
                new Count(tries, now, before.forgivenAt(), wait.isZero() ? Instant.EPOCH : now.plus(wait)),
                now.plus(key.rule().memory));
        return tries;
    }

    private static Count lessForgiven(Count count, ThrottleRule rule, Instant now) {
        long forgiven = Math.max(0, Duration.between(count.forgivenAt(), now).dividedBy(rule.perTry));
        return forgiven >= count.tries()
                ? new Count(0, now, now, now)
                : new Count(
                        count.tries() - forgiven,
                        now,
                        count.forgivenAt().plus(rule.perTry.multipliedBy(forgiven)),
                        now);
    }
}
