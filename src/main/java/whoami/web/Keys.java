package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import java.util.Map;
import whoami.Problem;
import whoami.account.ApiKey;
import whoami.account.ApiKeys;
import whoami.account.User;

/** The keys that somebody's programs have. */
public record Keys(ApiKeys keys, ClientAddress addresses, View view) {
    public void show(Context ctx) {
        show(ctx, Form.empty(), null);
    }

    /** No redirect follows: the secret is on this page and nowhere else. */
    public void make(Context ctx) {
        Form form = Form.read(ctx);
        Page page = view.page(ctx);
        try {
            ApiKey.Scope scope = form.value("scope").equals("write") ? ApiKey.Scope.WRITE : ApiKey.Scope.READ;
            var made = keys.make(page.user(), form.value("name"), scope, days(form), addresses.caller(ctx));
            show(ctx, Form.empty(), made.secret());
        } catch (Problem problem) {
            View.showAgain(ctx, problem, PAGES.keys(page, keys.list(page.user()), form.refused(problem), null));
        }
    }

    public void revoke(Context ctx) {
        User user = view.page(ctx).user();
        keys.revoke(user, Form.read(ctx).value("key"), addresses.caller(ctx));
        View.redirect(ctx, "/account/keys");
    }

    private void show(Context ctx, Form form, String secret) {
        Page page = view.page(ctx);
        View.show(ctx, PAGES.keys(page, keys.list(page.user()), form, secret));
    }

    private static Integer days(Form form) {
        String typed = form.value("expires_in_days").strip();
        if (typed.isEmpty()) {
            return null;
        }
        if (!typed.matches("\\d{1,6}")) {
            throw Problem.invalid(Map.of("expires_in_days", "Please use a whole number of days."));
        }
        return Integer.valueOf(typed);
    }
}
