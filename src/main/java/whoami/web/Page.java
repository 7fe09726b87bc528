package whoami.web;

import io.javalin.http.Context;
import whoami.account.User;

/**
 * What the layout around every page needs.
 *
 * @param user who is logged in, or null
 */
public record Page(User user, Assets assets) {
    static Page of(Context ctx, Assets assets) {
        return new Page(CurrentSession.user(ctx).orElse(null), assets);
    }
}
