package whoami.web;

import static whoami.web.View.PAGES;

import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import whoami.Problem;
import whoami.account.PasswordReset;
import whoami.account.User;

/** The way back for somebody who has forgotten the password. */
public record ForgottenPassword(PasswordReset passwordReset, ClientAddress addresses, View view) {
    public void form(Context ctx) {
        boolean sent = ctx.queryParam("sent") != null;
        View.show(ctx, PAGES.forgot(view.page(ctx), Form.empty(), sent));
    }

    public void submit(Context ctx) {
        Form form = Form.read(ctx);
        try {
            passwordReset.forgot(form.value("username"), addresses.caller(ctx));
            View.redirect(ctx, "/forgot?sent");
        } catch (Problem problem) {
            View.showAgain(ctx, problem, PAGES.forgot(view.pageInTrouble(ctx), form.refused(problem), false));
        }
    }

    /** What the link from the letter opens. */
    public void newPasswordForm(Context ctx) {
        User user = passwordReset.behind(ctx.pathParam("token"));
        View.show(ctx, template(ctx, user, Form.empty()));
    }

    public void setNewPassword(Context ctx) {
        Form form = Form.read(ctx);
        String token = ctx.pathParam("token");
        User user = passwordReset.behind(token);
        try {
            passwordReset.reset(token, form.value("password"), addresses.caller(ctx));
            View.redirect(ctx, "/login?reset");
        } catch (Problem problem) {
            View.showAgain(ctx, problem, template(ctx, user, form.refused(problem)));
        }
    }

    private JteModel template(Context ctx, User user, Form form) {
        return PAGES.reset(view.page(ctx), form, user.username());
    }
}
