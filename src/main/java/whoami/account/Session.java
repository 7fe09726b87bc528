package whoami.account;

import java.time.Instant;

/**
 * The session of a logged-in user.
 *
 * @param provedAt when the password was last proved in it
 * @param expiresAt when it ends, unless its user comes back before
 * @param attributes what the web keeps with it, in the web's own words
 */
public record Session(
        User user, Instant createdAt, Instant lastSeenAt, Instant provedAt, Instant expiresAt, String attributes) {
    /**
     * One in the list of a user's sessions.
     *
     * @param idHash names it to its owner; it is no secret, as nobody gets in with it
     * @param current whether it is the one that asks
     */
    public record Listed(
            String idHash, Instant createdAt, Instant lastSeenAt, String address, String userAgent, boolean current) {}
}
