package whoami;

import java.time.Duration;
import java.time.Instant;

/** Clocks that are wrong: those of several machines differ a little, and one that is set right steps back. */
public final class Skew {
    /** Between machines that set their clocks by the network it is far less. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    private Skew() {}

    /**
     * Whether something ends later than anything that was begun up to now can. A clock that ran fast has made it, and it would
     * last for longer than it should.
     *
     * @param longest how long it can last
     */
    public static boolean isTooLate(Instant end, Duration longest, Instant now) {
        return end.isAfter(now.plus(longest).plus(TOLERATED));
    }

    /** Whether less than this lies between a moment and now, on either side. */
    public static boolean isWithin(Duration distance, Instant moment, Instant now) {
        return Duration.between(moment, now).abs().compareTo(distance) < 0;
    }
}
