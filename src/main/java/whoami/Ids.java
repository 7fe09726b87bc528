package whoami;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Draws UUIDs of version 7 (RFC 9562, section 5.7): they sort by the time they were made, so an index grows at its end. */
public record Ids(InstantSource clock, SecureRandom random) {
    public String next() {
        long high = clock.millis() << 16 | 0x7000L | random.nextInt(0x1000);
        long low = 0x8000_0000_0000_0000L | random.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }
}
