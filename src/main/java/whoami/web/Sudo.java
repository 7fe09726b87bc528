package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import whoami.Problem;
import whoami.account.Accounts;
import whoami.account.Caller;
import whoami.account.Session;
import whoami.account.Sessions;

/**
 * Asks for the password again before what is dangerous, and then goes on to what was asked: somebody who finds a laptop open can
 * look, but cannot take the account over. The page that asks is a form to the same path, with the fields that were sent in it; so
 * it is for POST only.
 */
public record Sudo(Accounts accounts, Sessions sessions, ClientAddress addresses, InstantSource clock, View view) {
    /** Long enough to do several things in a row, too short for a coffee. */
    private static final Duration PROOF_HOLDS = Duration.ofMinutes(10);

    static final String FIELD = "sudo_password";

    /** Lets a request through whose session has a fresh proof, or that brings one along. */
    public void require(Context ctx) {
        Session session = CurrentSession.session(ctx).orElseThrow();
        if (session.provedAt().plus(PROOF_HOLDS).isAfter(clock.instant())) {
            return;
        }
        Form form = Form.read(ctx);
        if (form.value(FIELD).isEmpty()) {
            throw Errors.wantsJson(ctx) ? Problem.forbidden("Please prove your password.") : new ProofNeeded(form);
        }
        Caller caller = addresses.caller(ctx);
        try {
            accounts.prove(session.user(), FIELD, form.value(FIELD), caller);
            sessions.prove(CurrentSession.id(ctx), session.user(), caller);
        } catch (Problem problem) {
            throw Errors.wantsJson(ctx) ? problem : new ProofNeeded(form.refused(problem), problem);
        }
    }

    /** Shows the form that asks for it. */
    public void ask(ProofNeeded needed, Context ctx) {
        if (needed.getCause() instanceof Problem problem) {
            View.showAgain(ctx, problem, PAGES.sudo(view.page(ctx), needed.form, ctx.path()));
        } else {
            View.show(ctx.status(401), PAGES.sudo(view.page(ctx), needed.form, ctx.path()));
        }
    }

    /** Stops a request before its handler; nothing but an exception does. */
    public static final class ProofNeeded extends RuntimeException {
        private final transient Form form;

        private ProofNeeded(Form form) {
            this(form, null);
        }

        private ProofNeeded(Form form, Problem problem) {
            super("proof needed", problem, false, false);
            this.form = form;
        }
    }
}
