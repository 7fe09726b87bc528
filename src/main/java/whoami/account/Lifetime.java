package whoami.account;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a log-in lasts.
 *
 * @param idle without being used
 * @param max at the most
 */
record Lifetime(Duration idle, Duration max) {
    Instant end(Instant createdAt, Instant lastUsedAt) {
        Instant byIdling = lastUsedAt.plus(idle);
        Instant byAge = createdAt.plus(max);
        return byIdling.isBefore(byAge) ? byIdling : byAge;
    }
}
