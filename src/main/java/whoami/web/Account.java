package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import java.util.Map;
import whoami.Problem;
import whoami.account.Caller;
import whoami.account.Emails;
import whoami.account.Leaving;
import whoami.account.Profile;
import whoami.account.Profile.Changes;
import whoami.account.Sessions;
import whoami.account.User;

/** One's own account: several forms on one page, each with messages of its own. */
public record Account(
        Profile profile, Emails emails, Leaving leaving, Sessions sessions, ClientAddress addresses, View view) {

    /** What is not told above the form of its own name. */
    private static final Map<String, String> SECTIONS = Map.of("again", "email", "confirmed", "email");

    public void show(Context ctx) {
        View.show(ctx, PAGES.account(view.page(ctx), "", Form.empty(), Query.text(ctx, "done")));
    }

    public void changeName(Context ctx) {
        submit(ctx, "profile", (user, form, caller) -> change(user, Changes.ofName(form.value("name")), form, caller));
    }

    public void changePassword(Context ctx) {
        submit(ctx, "password", (user, form, caller) -> {
            User changed = change(user, Changes.ofPassword(form.value("password")), form, caller);
            afterwards(() -> CurrentSession.renew(ctx, sessions, changed, caller));
        });
    }

    public void changeEmail(Context ctx) {
        submit(ctx, "email", (user, form, caller) -> {
            change(user, Changes.ofEmail(form.value("email")), form, caller);
            CurrentSession.prove(ctx, sessions, caller);
        });
    }

    public void delete(Context ctx) {
        submit(ctx, "delete", "/login?left", (user, form, caller) -> {
            leaving.delete(user, form.value("current_password"), form.value("username"), caller);
            afterwards(() -> CurrentSession.end(ctx, sessions, caller));
        });
    }

    /**
     * The session, when what was asked for is done. If the database is away from this moment on, nobody is told that nothing was
     * done: the old session has ended, so they have to log in, and will see it there.
     */
    private static void afterwards(Runnable work) {
        try {
            work.run();
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.UNAVAILABLE) {
                throw problem;
            }
        }
    }

    private User change(User user, Changes wanted, Form form, Caller caller) {
        return profile.change(user, wanted, user, form.value("current_password"), caller);
    }

    /** Sends the letter to the address that waits for its confirmation once more. */
    public void confirmAgain(Context ctx) {
        submit(ctx, "again", (user, form, caller) -> emails.sendAgain(user));
    }

    /** The page with a word about what was done, scrolled to where that stands. */
    static String done(String what) {
        String form = SECTIONS.getOrDefault(what, what);
        return "/account?done=" + what + "#" + form + "-form";
    }

    private void submit(Context ctx, String which, Submission submission) {
        submit(ctx, which, done(which), submission);
    }

    /** @param which of the forms: if it is refused, the page comes with what was sent in this one */
    private void submit(Context ctx, String which, String next, Submission submission) {
        Form form = Form.read(ctx);
        Page page = view.page(ctx);
        try {
            submission.apply(page.user(), form, addresses.caller(ctx));
            View.redirect(ctx, next);
        } catch (Problem problem) {
            View.showAgain(ctx, problem, PAGES.account(page, which, form.refused(problem), ""));
        }
    }

    private interface Submission {
        void apply(User user, Form form, Caller caller);
    }
}
