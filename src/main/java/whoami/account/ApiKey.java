package whoami.account;

import java.time.Instant;
import java.util.Locale;

/**
 * A key for a program of a user's.
 *
 * @param lastUsedAt to the minute, or null
 * @param expiresAt null for never
 */
public record ApiKey(String id, String name, Scope scope, Instant createdAt, Instant lastUsedAt, Instant expiresAt) {
    /** What a key is good for. */
    public enum Scope {
        READ,
        WRITE;

        public String inWords() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A key and the only copy of its secret. */
    public record WithSecret(ApiKey key, String secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "secret of " + key.id();
        }
    }

    /** A key in use, and whose it is. */
    public record Used(ApiKey key, User user) {}
}
