package whoami.web;

import static whoami.web.View.PAGES;

import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Map;
import whoami.Problem;
import whoami.account.Accounts;
import whoami.account.Caller;
import whoami.account.Sessions;
import whoami.account.User;

/**
 * The log-in page, and the way out.
 *
 * @param confirmFirst whether nobody gets in before an address is confirmed
 */
public record LogIn(
        Accounts accounts,
        Sessions sessions,
        ClientAddress addresses,
        CrossSite crossSite,
        View view,
        boolean confirmFirst) {

    private static final String AFTER_LOG_IN = "/me";

    /** What the page says to somebody who was led here, by the name of the parameter. */
    private static final Map<String, String> NOTICES = Map.of(
            "goodbye", "You are logged out. See you soon!",
            "sent", "We have sent you an e-mail. Please open the link in it, and then log in.",
            "confirmed",
                    "The address is confirmed. Please log in. If it was somebody else who signed up with your address, set a"
                            + " new password: then they are out.",
            "reset", "Your new password is set, and you are logged out everywhere. Please log in.",
            "left", "Your account is deleted. Goodbye!",
            "restored",
                    "Welcome back! Your account is restored. Please log in. If it was not you who deleted it, set a new password.");

    /** Leads a stranger from a closed page to the log-in, and from there back to the page. */
    public static void redirectToLogIn(Context ctx) {
        if (Errors.wantsJson(ctx)) {
            throw Problem.unauthenticated("Please log in.");
        }
        String page = Next.wanted(ctx);
        boolean worthReturning = ctx.method() == HandlerType.GET && !page.equals(AFTER_LOG_IN);
        View.redirect(ctx, worthReturning ? Next.to("/login", page) : "/login");
    }

    public void form(Context ctx) {
        Page page = view.page(ctx);
        if (page.isStrangers() || notice(ctx) != null) {
            String newcomer = newcomer(ctx);
            View.show(ctx, template(ctx, page, newcomer == null ? Form.empty() : Form.with("username", newcomer)));
        } else {
            View.redirect(ctx, next(ctx));
        }
    }

    public void submit(Context ctx) {
        Form form = Form.read(ctx);
        Caller caller = addresses.caller(ctx);
        try {
            User user = accounts.logIn(form.value("username"), form.value("password"), caller);
            CurrentSession.start(ctx, sessions, user, caller);
            View.redirect(ctx, next(ctx));
        } catch (Problem problem) {
            Page page = view.pageInTrouble(ctx);
            Form refused = form.refused(problem);
            boolean unconfirmed = problem.kind() == Problem.Kind.UNCONFIRMED;
            View.showAgain(ctx, problem, unconfirmed ? PAGES.unconfirmed(page, refused) : template(ctx, page, refused));
        }
    }

    /** With GET too, as people type it; but not when another site leads here, which could log its visitors out in passing. */
    public void logOut(Context ctx) {
        crossSite.refuseForeign(ctx);
        if (isOnlyLooking(ctx)) {
            throw Problem.forbidden("Nobody was logged out, as nobody was here to see it.");
        }
        CurrentSession.end(ctx, sessions, addresses.caller(ctx));
        View.redirect(ctx, "/login?goodbye");
    }

    /** A browser fetches pages ahead that somebody might want: typing "/lo" must not log out. HEAD must never change anything. */
    private static boolean isOnlyLooking(Context ctx) {
        return ctx.header("Sec-Purpose") != null || ctx.method() == HandlerType.HEAD;
    }

    private JteModel template(Context ctx, Page page, Form form) {
        return PAGES.login(page, form, next(ctx), newcomer(ctx), confirmFirst, notice(ctx));
    }

    private static String notice(Context ctx) {
        return NOTICES.keySet().stream()
                .filter(name -> ctx.queryParam(name) != null)
                .findFirst()
                .map(NOTICES::get)
                .orElse(null);
    }

    private static String next(Context ctx) {
        return Next.of(ctx, AFTER_LOG_IN);
    }

    /** Who has just signed up. Only what can be a username: the address may have been made up, to have us say something. */
    private static String newcomer(Context ctx) {
        String name = ctx.queryParam("welcome");
        return name != null && Accounts.isUsername(name) ? name : null;
    }
}
