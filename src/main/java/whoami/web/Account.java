package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import whoami.Problem;
import whoami.account.Accounts;
import whoami.account.Caller;
import whoami.account.Events;
import whoami.account.Sessions;
import whoami.account.User;

/** One's own account: its password, its sessions and what happened to it. */
public record Account(
        Accounts accounts, Sessions sessions, Events events, ClientAddress addresses, View view, int passwordMin) {
    public void show(Context ctx) {
        boolean changed = ctx.queryParam("changed") != null;
        View.show(ctx, PAGES.account(view.page(ctx), Form.empty(), passwordMin, changed));
    }

    public void changePassword(Context ctx) {
        Form form = Form.read(ctx);
        Page page = view.page(ctx);
        try {
            Caller caller = addresses.caller(ctx);
            User user = accounts.changePassword(
                    page.user(), form.value("current_password"), form.value("password"), caller);
            CurrentSession.renew(ctx, sessions, user, caller);
            View.redirect(ctx, "/account?changed");
        } catch (Problem problem) {
            View.showAgain(ctx, problem, PAGES.account(page, form.refused(problem), passwordMin, false));
        }
    }

    public void showSessions(Context ctx) {
        Page page = view.page(ctx);
        View.show(ctx, PAGES.sessions(page, sessions.list(page.user(), CurrentSession.id(ctx))));
    }

    /** Ends the session that is named, or all but this one. */
    public void endSessions(Context ctx) {
        Form form = Form.read(ctx);
        User user = view.page(ctx).user();
        if (form.value("which").equals("others")) {
            sessions.endOthers(user, CurrentSession.id(ctx), addresses.caller(ctx));
        } else {
            sessions.endListed(user, form.value("session"), addresses.caller(ctx));
        }
        View.redirect(ctx, "/account/sessions");
    }

    public void showActivity(Context ctx) {
        Page page = view.page(ctx);
        View.show(ctx, PAGES.activity(page, events.newest(page.user())));
    }
}
