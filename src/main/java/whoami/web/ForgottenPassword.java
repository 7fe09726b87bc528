package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import whoami.Problem;
import whoami.account.PasswordReset;
import whoami.account.User;

/** The way back for somebody who has forgotten the password. */
public record ForgottenPassword(PasswordReset passwordReset, ClientAddress addresses, View view, int passwordMin) {
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
        try {
            User user = passwordReset.holder(ctx.pathParam("token"));
            View.show(ctx, PAGES.reset(view.page(ctx), Form.empty(), user.username(), passwordMin));
        } catch (Problem problem) {
            view.showDeadLink(ctx, problem);
        }
    }

    public void setNewPassword(Context ctx) {
        Form form = Form.read(ctx);
        String token = ctx.pathParam("token");
        try {
            passwordReset.reset(token, form.value("password"), addresses.caller(ctx));
            View.redirect(ctx, "/login?reset");
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.NOT_FOUND) {
                view.showDeadLink(ctx, problem);
                return;
            }
            String username = passwordReset.holder(token).username();
            View.showAgain(ctx, problem, PAGES.reset(view.page(ctx), form.refused(problem), username, passwordMin));
        }
    }
}
