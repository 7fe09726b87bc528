package whoami.account;

import java.time.Instant;

/**
 * A program's log-in, and whose it is.
 *
 * @param id names it in every token that belongs to it; no secret
 */
public record Grant(String id, User user, Instant createdAt, Instant expiresAt) {
    /** One in the list of a user's programs. */
    public record Listed(String id, Instant createdAt, Instant lastUsedAt, String address, String userAgent) {}

    /** A grant and the only copy of the secret that prolongs it. */
    public record WithToken(Grant grant, String refreshToken) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "token of " + grant.id();
        }
    }
}
