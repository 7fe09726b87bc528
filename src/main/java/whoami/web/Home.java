package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;

/** The landing page for strangers; users are led to their own. */
public record Home(View view) {
    public void show(Context ctx) {
        Page page = view.page(ctx);
        if (page.isStrangers()) {
            View.show(ctx, PAGES.home(page));
        } else {
            View.redirect(ctx, "/me");
        }
    }
}
