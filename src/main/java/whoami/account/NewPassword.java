package whoami.account;

import whoami.Problem;
import whoami.Tx;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/** What comes before and after another password, whichever way somebody gets one. */
public record NewPassword(
        Passwords passwords, PasswordPolicy policy, Revocation revocation, Events events, Outbox outbox) {
    private static final UserDao USERS = new UserDao();

    /** @throws Problem invalid with the reason if it is a bad one, unavailable */
    String hash(User user, String wanted) {
        var checks = new FieldChecks(policy);
        checks.password(wanted, user.username(), user.email());
        checks.done();
        return passwords.hash(wanted);
    }

    /**
     * Closes everything that the old one opened, and forgets an address that waits for its confirmation: whoever was in with the old
     * password may have given it.
     */
    void wasSet(Tx tx, User user, Event.Kind kind, Caller caller) {
        USERS.setUnconfirmedEmail(tx, user.id(), null);
        revocation.everything(tx, user.id());
        events.note(tx, kind, user.id(), caller);
        tell(tx, user);
    }

    /** Who did not do it themselves has to hear of it. */
    void tell(Tx tx, User user) {
        user.mailbox().ifPresent(email -> outbox.add(tx, Letter.Kind.PASSWORD_CHANGED, user.id(), email));
    }
}
