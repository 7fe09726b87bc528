package whoami.account;

import java.time.Instant;

/**
 * Somebody with an account.
 *
 * @param username as typed at sign-up; compared without regard to case
 * @param email not confirmed yet by anybody, or null
 * @param updatedAt when something of it was changed last, the password included
 */
public record User(String id, String username, String email, Instant createdAt, Instant updatedAt) {}
