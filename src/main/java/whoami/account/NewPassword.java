package whoami.account;

import whoami.Tx;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/**
 * What follows when somebody has another password: everything that the old one opened is closed, and an address that waits for its
 * confirmation is forgotten, as whoever was in with the old password may have given it.
 */
public record NewPassword(Revocation revocation, Events events, Outbox outbox) {
    private static final UserDao USERS = new UserDao();

    void wasSet(Tx tx, User user, Event.Kind kind, Caller caller) {
        USERS.setUnconfirmedEmail(tx, user.id(), null);
        revocation.everything(tx, user.id());
        events.note(tx, kind, user.id(), caller);
        user.mailbox().ifPresent(email -> outbox.add(tx, Letter.Kind.PASSWORD_CHANGED, user.id(), email));
    }
}
