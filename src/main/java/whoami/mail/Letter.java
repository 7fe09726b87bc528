package whoami.mail;

import java.time.Duration;
import java.time.Instant;

/**
 * A letter that is to be written and sent.
 *
 * @param userId null where nobody has looked yet whether there is such a user
 * @param recipient an address; for {@link Kind#RESET_ASKED} whatever somebody typed
 * @param tries how often sending it was begun, this time included
 */
public record Letter(String id, Kind kind, String userId, String recipient, Instant createdAt, int tries) {
    private static final Duration FIRST_WAIT = Duration.ofMinutes(2);
    private static final Duration LONGEST_WAIT = Duration.ofHours(4);
    private static final Duration GIVE_UP = Duration.ofDays(1);

    public enum Kind {
        CONFIRM_EMAIL,
        /** Somebody who is not logged in wants the letter to this address again. It is looked up when nobody waits. */
        CONFIRM_ASKED,
        /** Somebody has typed this name or address into the form for forgotten passwords. It is looked up when nobody waits. */
        RESET_ASKED,
        RESET_PASSWORD,
        PASSWORD_CHANGED,
        USERNAME_CHANGED,
        KEY_MADE,
        /** A log-in that may not have been the owner's. */
        UNUSUAL_LOG_IN,
        EMAIL_CHANGE,
        ACCOUNT_DELETED;

        /** Whether it is no letter yet, but what a stranger has typed to get one. */
        boolean isOnlyAsked() {
            return this == CONFIRM_ASKED || this == RESET_ASKED;
        }
    }

    Letter triedOnceMore() {
        return new Letter(id, kind, userId, recipient, createdAt, tries + 1);
    }

    /** How long after the last try to begin the next one. */
    Duration waitForNextTry() {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(tries - 1, 20));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** Whether the next try would still be within a day: later, nobody waits for it any more. */
    boolean isWorthAnotherTry(Instant now) {
        return now.plus(waitForNextTry()).isBefore(createdAt.plus(GIVE_UP));
    }
}
