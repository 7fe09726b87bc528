package whoami.account;

import whoami.Tx;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/** Writes to the owner of an account about a log-in that may not have been theirs: nobody else can tell. */
public record UnusualLogIns(Events events, Outbox outbox) {
    /** A slip or two are everybody's; from here on the throttle, too, takes somebody for one who guesses. */
    private static final int SEVERAL_FAILURES = 5;

    /** To be asked before the log-in itself is noted. */
    void tell(Tx tx, User user, Caller caller) {
        user.mailbox()
                .filter(email -> events.isFromElsewhere(tx, user, Network.of(caller.address()))
                        || events.failuresSinceLogIn(tx, user) >= SEVERAL_FAILURES)
                .ifPresent(email -> outbox.add(tx, Letter.Kind.UNUSUAL_LOG_IN, user.id(), email));
    }
}
