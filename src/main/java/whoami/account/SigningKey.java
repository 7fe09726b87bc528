package whoami.account;

import java.time.Instant;

/**
 * A pair of keys that access tokens are signed with.
 *
 * @param jwk with the private part
 */
public record SigningKey(String id, String jwk, Instant createdAt) {
    /** Without the private part. */
    @Override
    public String toString() {
        return "signing key " + id;
    }
}
