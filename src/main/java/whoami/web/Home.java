package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;

/** The front door. */
public record Home(Assets assets) {

    public void show(Context ctx) {
        Page page = Page.of(ctx, assets);
        if (page.user() != null) {
            View.redirect(ctx, "/me");
            return;
        }
        View.show(ctx, PAGES.home(page));
    }
}
