package whoami.account;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody with an account.
 *
 * @param username as typed at sign-up; compared without regard to case
 * @param name what they call themselves, or null
 * @param email confirmed by this user and no other, or null
 * @param unconfirmedEmail given by this user and waiting for its confirmation, or null: it may be anybody's
 * @param disabled whether an admin has closed the account
 * @param updatedAt when something of it was changed last
 * @param credentialsAt when what opens the account was changed last, such as the password: a log-in that began before is none
 */
public record User(
        String id,
        String username,
        String name,
        String email,
        String unconfirmedEmail,
        Role role,
        boolean disabled,
        Instant createdAt,
        Instant updatedAt,
        Instant credentialsAt) {

    public enum Role {
        USER,
        ADMIN;

        public String inWords() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }

    /** Where to write to, if that is known for sure. */
    Optional<String> mailbox() {
        return Optional.ofNullable(email);
    }
}
