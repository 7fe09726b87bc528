package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import whoami.Problem;
import whoami.account.Emails;
import whoami.account.User;

/** The pages that make an e-mail address somebody's. */
public record Confirmation(Emails emails, ClientAddress addresses, View view) {
    /** For somebody who cannot log in before the address is confirmed, and has no letter. */
    public void againForm(Context ctx) {
        View.show(ctx, PAGES.unconfirmed(view.page(ctx), Form.empty()));
    }

    public void again(Context ctx) {
        Form form = Form.read(ctx);
        try {
            emails.sendAgain(
                    form.value("username"), form.value("password"), form.value("email"), addresses.caller(ctx));
            View.redirect(ctx, "/login?sent");
        } catch (Problem problem) {
            View.showAgain(ctx, problem, PAGES.unconfirmed(view.pageInTrouble(ctx), form.refused(problem)));
        }
    }

    /** A link must not confirm by being opened: mail programs, and those who guard mailboxes, open links ahead. */
    public void form(Context ctx) {
        View.show(ctx, PAGES.confirm(view.page(ctx), emails.behind(ctx.pathParam("token"))));
    }

    public void submit(Context ctx) {
        String before = CurrentSession.user(ctx).map(User::id).orElse("");
        String session = before.isEmpty() ? "" : CurrentSession.id(ctx);
        User confirmed = emails.confirm(ctx.pathParam("token"), session, addresses.caller(ctx));
        boolean own = before.equals(confirmed.id());
        View.redirect(ctx, own ? Account.done("confirmed") : "/login?confirmed");
    }
}
