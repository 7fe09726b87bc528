package whoami.account;

import java.time.Duration;

/**
 * How many tries are free, how long the wait gets at the most (it begins with a second, and doubles), and how much time
 * makes up for a try, so that the slips of a whole office do not add up for ever.
 *
 * <p>What that leaves to somebody who guesses all day: 14 tries in the first quarter of an hour and one in each after that,
 * 109 a day, for one account from one network. For all accounts from one network it is 1,495: many people may sit
 * behind one address, and the one who guesses must not keep the others out for long.
 */
enum ThrottleRule {
    ACCOUNT_AND_NETWORK(4, Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofDays(1)),
    NETWORK(50, Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofDays(1)),
    /** Nobody waits for it, and time does not make up for it: whoever has many networks has time too. */
    ACCOUNT(100, Duration.ZERO, Duration.ofDays(90), Duration.ofDays(90)),
    SIGN_UP(60, Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofDays(1)),
    FORGOT(20, Duration.ofMinutes(15), Duration.ofMinutes(10), Duration.ofDays(1));

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    final long free;
    final Duration longestWait;
    final Duration perTry;
    final Duration memory;

    /** @param memory after so long without a try, everything is forgiven */
    ThrottleRule(long free, Duration longestWait, Duration perTry, Duration memory) {
        this.free = free;
        this.longestWait = longestWait;
        this.perTry = perTry;
        this.memory = memory;
    }

    Duration waitAfter(long tries) {
        if (tries <= free) {
            return Duration.ZERO;
        }
        long doublings = Math.min(tries - free - 1, 20);
        Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
        return wait.compareTo(longestWait) < 0 ? wait : longestWait;
    }
}
