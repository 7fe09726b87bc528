package whoami.web;

import static whoami.web.View.PAGES;

import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import whoami.Problem;
import whoami.account.Accounts;
import whoami.account.User;

/** The sign-up page. */
public record SignUp(Accounts accounts, ClientAddress addresses, Assets assets, int passwordMin) {

    public void form(Context ctx) {
        Page page = Page.of(ctx, assets);
        if (page.user() != null) {
            View.redirect(ctx, "/me");
            return;
        }
        View.show(ctx, template(page, Form.empty()));
    }

    public void submit(Context ctx) {
        Form form = Form.read(ctx);
        try {
            User user = accounts.signUp(
                    form.value("username"), form.value("password"), form.value("email"), addresses.caller(ctx));
            View.redirect(ctx, "/login?welcome=" + user.username());
        } catch (Problem problem) {
            View.showAgain(ctx, problem, template(Page.inTrouble(ctx, assets), form.refused(problem)));
        }
    }

    private JteModel template(Page page, Form form) {
        return PAGES.signup(page, form, passwordMin, accounts.isSignupOpen());
    }
}
