package whoami.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import whoami.Database;
import whoami.Problem;
import whoami.Tx;

/** The door for those who look at the accounts of others, and for admins. */
public final class Users {
    private final Database database;
    private final UserDao users = new UserDao();
    private final Revocation revocation;
    private final Events events;
    private final InstantSource clock;

    public Users(Database database, Revocation revocation, Events events, InstantSource clock) {
        this.database = database;
        this.revocation = revocation;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Those who may come in, by name.
     *
     * @param after the username that the last page ended with, or an empty text
     * @param beginning what the username begins with, or an empty text
     */
    public List<User> page(String after, String beginning, int most) {
        return database.read(tx -> users.page(tx, after, beginning, false, most));
    }

    /** As {@link #page}, with those who may not come in. */
    public List<User> everybody(String after, int most) {
        return database.read(tx -> users.page(tx, after, "", true, most));
    }

    /** @throws Problem not found */
    public User named(String username) {
        return database.read(tx -> users.byUsername(tx, username))
                .orElseThrow(() -> Problem.notFound("There is no such user."));
    }

    /**
     * Closes an account: its owner is out on the next request, everywhere.
     *
     * @param by the admin who does it, or null for whoever runs this site
     */
    public void disable(User user, User by, Caller caller) {
        change(user, by, Event.Kind.DISABLED, caller, tx -> {
            Instant now = clock.instant();
            users.setDisabled(tx, user.id(), now, now);
            revocation.everything(tx, user.id());
        });
    }

    /** Ends all sessions and log-ins of programs. Its owner can log in again. */
    public void logOut(User user, User by, Caller caller) {
        change(user, by, Event.Kind.LOGGED_OUT, caller, tx -> revocation.logIns(tx, user.id()));
    }

    public void enable(User user, User by, Caller caller) {
        change(user, by, Event.Kind.ENABLED, caller, tx -> users.setDisabled(tx, user.id(), null, clock.instant()));
    }

    public void setRole(User user, User.Role role, User by, Caller caller) {
        change(user, by, Event.Kind.ROLE_CHANGED, caller, tx -> users.setRole(tx, user.id(), role, clock.instant()));
    }

    private void change(User user, User by, Event.Kind kind, Caller caller, Consumer<Tx> change) {
        database.execute(tx -> {
            if (by != null) {
                Authority.require(tx, by, true);
            }
            change.accept(tx);
            events.note(tx, kind, user.id(), by == null ? caller : caller.hidden());
        });
    }
}
