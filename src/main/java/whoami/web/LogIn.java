package whoami.web;

import static whoami.web.View.PAGES;

import gg.jte.models.runtime.JteModel;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import whoami.Problem;
import whoami.account.Accounts;
import whoami.account.Caller;
import whoami.account.Sessions;
import whoami.account.User;

/** The log-in page, and the way out. */
public record LogIn(Accounts accounts, Sessions sessions, ClientAddress addresses, CrossSite crossSite, View view) {
    private static final String AFTER_LOG_IN = "/me";

    /** In characters; up to three times as long when encoded, and headers are limited. */
    private static final int LONGEST_NEXT = 1_000;

    /** Leads a stranger from a closed page to the log-in, and from there back to the page. */
    public static void redirectToLogIn(Context ctx) {
        if (Errors.wantsJson(ctx)) {
            throw Problem.unauthenticated("Please log in.");
        }
        String query = ctx.queryString() == null ? "" : "?" + ctx.queryString();
        String page = ctx.path() + query;
        boolean worthReturning =
                ctx.method() == HandlerType.GET && !page.equals(AFTER_LOG_IN) && page.length() <= LONGEST_NEXT;
        View.redirect(ctx, worthReturning ? "/login?next=" + View.encode(page) : "/login");
    }

    public void form(Context ctx) {
        Page page = view.page(ctx);
        if (page.isStrangers()) {
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
            User user = accounts.authenticate(form.value("username"), form.value("password"), caller);
            CurrentSession.start(ctx, sessions, user, caller);
            View.redirect(ctx, next(ctx));
        } catch (Problem problem) {
            View.showAgain(ctx, problem, template(ctx, view.pageInTrouble(ctx), form.refused(problem)));
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

    private static JteModel template(Context ctx, Page page, Form form) {
        boolean goodbye = ctx.queryParam("goodbye") != null;
        return PAGES.login(page, form, next(ctx), newcomer(ctx), goodbye);
    }

    /** Who has just signed up. Only what can be a username: the address may have been made up, to have us say something. */
    private static String newcomer(Context ctx) {
        String name = ctx.queryParam("welcome");
        return name != null && Accounts.isUsername(name) ? name : null;
    }

    /**
     * Where the log-in leads. The address comes with the request, as a stranger has no session to keep it in. So it may have
     * been made up, and only a page of this site will do: "//evil.example" and "/\evil.example" are other sites to a browser.
     */
    private static String next(Context ctx) {
        String next = ctx.queryParam("next");
        if (next == null || !next.startsWith("/") || next.startsWith("//")) {
            return AFTER_LOG_IN;
        }
        try {
            URI uri = URI.create(next);
            boolean out = uri.normalize().getPath().matches("/logout/*");
            return uri.getRawAuthority() == null && !out ? next : AFTER_LOG_IN;
        } catch (IllegalArgumentException e) {
            return AFTER_LOG_IN;
        }
    }
}
