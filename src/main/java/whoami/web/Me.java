package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;

/** The page that says who you are. */
public record Me(View view) {
    public void show(Context ctx) {
        View.show(ctx, PAGES.me(view.page(ctx)));
    }
}
