package whoami.account;

import java.util.Map;
import whoami.Problem;
import whoami.Tx;

/** To be asked in the transaction of what somebody does: their power may have been taken since they began. */
final class Authority {
    private static final UserDao USERS = new UserDao();
    private static final CredentialDao CREDENTIALS = new CredentialDao();

    private Authority() {}

    /**
     * Nobody can take the power away until the transaction is done.
     *
     * @param by who does it
     * @param asAdmin whether it takes an admin
     * @throws Problem unauthenticated, forbidden
     */
    static void require(Tx tx, User by, boolean asAdmin) {
        USERS.hold(tx, by.id());
        User now = USERS.find(tx, by.id())
                .filter(user -> !user.disabled())
                .orElseThrow(() -> Problem.unauthenticated("Your account has just been closed."));
        if (asAdmin && !now.isAdmin()) {
            throw Problem.forbidden("You are no admin any more.");
        }
    }

    /**
     * @param hash that the password of who does it was checked against
     * @throws Problem invalid, as the password was changed since, maybe to stop just this
     */
    static void requireProven(Tx tx, User by, String hash) {
        if (CREDENTIALS.passwordHash(tx, by.id()).filter(hash::equals).isEmpty()) {
            throw Problem.invalid(Map.of("current_password", "Your password has just been changed."));
        }
    }
}
