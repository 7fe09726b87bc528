package whoami.account;

import java.time.Instant;

/**
 * A log-in that goes on.
 *
 * @param attributes what the web keeps with it, in the web's own words
 */
public record Session(User user, Instant createdAt, Instant lastSeenAt, String attributes) {}
