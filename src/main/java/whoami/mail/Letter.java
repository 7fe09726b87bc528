package whoami.mail;

import java.time.Instant;

/**
 * A letter that is to be written and sent.
 *
 * @param userId null where nobody has looked yet whether there is such a user
 * @param recipient an address; for {@link Kind#RESET_ASKED} whatever somebody typed
 * @param tries how often sending it was begun, this time included
 */
public record Letter(String id, Kind kind, String userId, String recipient, Instant createdAt, int tries) {
    public enum Kind {
        CONFIRM_EMAIL,
        /** Somebody who is not logged in wants the letter to this address again. It is looked up when nobody waits. */
        CONFIRM_ASKED,
        /** Somebody has typed this name or address into the form for forgotten passwords. It is looked up when nobody waits. */
        RESET_ASKED,
        RESET_PASSWORD,
        PASSWORD_CHANGED,
        EMAIL_CHANGE_ASKED,
        ACCOUNT_DELETED;

        /** Whether it is no letter yet, but what a stranger has typed to get one. */
        boolean isOnlyAsked() {
            return this == CONFIRM_ASKED || this == RESET_ASKED;
        }
    }
}
