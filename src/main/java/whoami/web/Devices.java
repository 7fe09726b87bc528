package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import whoami.account.Events;
import whoami.account.Grants;
import whoami.account.Sessions;
import whoami.account.User;

/** Where somebody is logged in, and what happened there. */
public record Devices(Sessions sessions, Grants grants, Events events, ClientAddress addresses, View view) {
    public void show(Context ctx) {
        Page page = view.page(ctx);
        View.show(
                ctx,
                PAGES.sessions(page, sessions.list(page.user(), CurrentSession.id(ctx)), grants.list(page.user())));
    }

    /** Ends the session or the program that is named, or all but this session. */
    public void end(Context ctx) {
        Form form = Form.read(ctx);
        User user = view.page(ctx).user();
        if (form.value("which").equals("others")) {
            sessions.endOthers(user, CurrentSession.id(ctx), addresses.caller(ctx));
        } else {
            sessions.endListed(user, form.value("session"), addresses.caller(ctx));
            grants.endListed(user, form.value("program"), addresses.caller(ctx));
        }
        View.redirect(ctx, "/account/sessions");
    }

    public void showActivity(Context ctx) {
        Page page = view.page(ctx);
        View.show(ctx, PAGES.activity(page, events.newest(page.user())));
    }
}
