package whoami.web;

import io.javalin.http.Context;
import whoami.account.User;

/**
 * What the layout around every page needs.
 *
 * @param user who is logged in, or null
 */
public record Page(User user, Assets assets) {
    /** For a page that must be shown whatever is broken: the failure may be that nobody can tell who is logged in. */
    static Page inTrouble(Context ctx, Assets assets) {
        try {
            return of(ctx, assets);
        } catch (RuntimeException e) {
            return new Page(null, assets);
        }
    }

    static Page of(Context ctx, Assets assets) {
        return new Page(CurrentSession.user(ctx).orElse(null), assets);
    }
}
