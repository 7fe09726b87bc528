package whoami;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Draws UUIDs of version 7 (RFC 9562, section 5.7): they sort by the time they were made, so an index grows at its end. Those of
 * one process also sort within a millisecond: the 12 bits after the time count on (section 6.2).
 */
public final class Ids {
    private static final int COUNTER_BITS = 12;

    private final InstantSource clock;
    private final SecureRandom random;
    private final AtomicLong last = new AtomicLong();

    public Ids(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    public String next() {
        long timeAndCounter = last.updateAndGet(previous -> Math.max(previous + 1, clock.millis() << COUNTER_BITS));
        long high = timeAndCounter >>> COUNTER_BITS << 16 | 0x7000L | timeAndCounter & 0xfff;
        long low = 0x8000_0000_0000_0000L | random.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }

    public InstantSource clock() {
        return clock;
    }
}
