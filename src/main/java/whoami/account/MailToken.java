package whoami.account;

import java.time.Duration;
import java.time.Instant;

/**
 * What a link from a letter opens, without the secret in it.
 *
 * @param email where the letter went to
 */
public record MailToken(
        String hash, Purpose purpose, String userId, String email, Instant createdAt, Instant expiresAt) {
    public enum Purpose {
        /** Long enough for people who read their mail once a day. */
        CONFIRM_EMAIL(Duration.ofHours(24)),
        /** Whoever can read the mailbox can take the account with it, so not longer than it takes to read a letter one waits for. */
        RESET_PASSWORD(Duration.ofHours(1)),
        /**
         * For the one whose address somebody changed who knew the password. It survives what a thief would do next. As long as it
         * takes to come back from a holiday; not longer, as the address may have been changed because that mailbox is not safe.
         */
        TAKE_BACK(Duration.ofDays(7)),
        /** As long as somebody who has left can come back. */
        RESTORE_ACCOUNT(Duration.ofDays(30));

        final Duration life;

        Purpose(Duration life) {
            this.life = life;
        }
    }
}
