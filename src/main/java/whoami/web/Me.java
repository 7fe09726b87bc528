package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;

/** The page that all the others are there for. */
public record Me(Assets assets) {

    public void show(Context ctx) {
        View.show(ctx, PAGES.me(Page.of(ctx, assets)));
    }
}
