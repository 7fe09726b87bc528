package whoami.web;

import static whoami.web.View.PAGES;

import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import whoami.Problem;
import whoami.account.Accounts;
import whoami.account.User;

/** The sign-up page. */
public record SignUp(Accounts accounts, ClientAddress addresses, View view, boolean emailRequired) {
    public void form(Context ctx) {
        Page page = view.page(ctx);
        if (page.isStrangers()) {
            View.show(ctx, template(page, Form.empty()));
        } else {
            View.redirect(ctx, "/me");
        }
    }

    public void submit(Context ctx) {
        Form form = Form.read(ctx);
        try {
            User user = accounts.signUp(
                    form.value("username"), form.value("password"), form.value("email"), "", addresses.caller(ctx));
            View.redirect(ctx, "/login?welcome=" + user.username());
        } catch (Problem problem) {
            View.showAgain(ctx, problem, template(view.pageInTrouble(ctx), form.refused(problem)));
        }
    }

    private JteModel template(Page page, Form form) {
        return PAGES.signup(page, form, emailRequired);
    }
}
