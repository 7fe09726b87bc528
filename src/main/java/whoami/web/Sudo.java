package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.time.InstantSource;
import whoami.Problem;
import whoami.Skew;
import whoami.account.Accounts;
import whoami.account.Caller;
import whoami.account.Session;
import whoami.account.Sessions;

/**
 * Asks for the password again before what is dangerous, and then goes on to what was asked: somebody who finds a laptop open can
 * look, but cannot take the account over. After a POST the page that asks is a form to the same path, with the fields that were
 * sent in it; after a GET it is a page of its own, which leads back.
 */
public record Sudo(Accounts accounts, Sessions sessions, ClientAddress addresses, InstantSource clock, View view) {
    /** Long enough to do several things in a row, too short for a coffee. */
    private static final Duration PROOF_HOLDS = Duration.ofMinutes(10);

    private static final String FIELD = "sudo_password";
    private static final String PROVE = "Please prove your password.";

    /** Lets a request through whose session has a fresh proof, or that brings one along. */
    public void require(Context ctx) {
        Session session = CurrentSession.session(ctx).orElseThrow();
        if (Skew.isWithin(PROOF_HOLDS, session.provedAt(), clock.instant())) {
            return;
        }
        if (Errors.wantsJson(ctx) && ctx.method() == HandlerType.GET) {
            throw Problem.forbidden(PROVE);
        }
        if (ctx.method() == HandlerType.GET || ctx.method() == HandlerType.HEAD) {
            View.redirect(ctx, Next.to("/account/prove", Next.wanted(ctx)));
            return;
        }
        Form form = Form.read(ctx);
        if (form.value(FIELD).isEmpty()) {
            throw Errors.wantsJson(ctx) ? Problem.forbidden(PROVE) : new ProofNeeded(form);
        }
        try {
            prove(ctx, session, form);
        } catch (Problem problem) {
            throw Errors.wantsJson(ctx) ? problem : new ProofNeeded(form.refused(problem), problem);
        }
    }

    public void form(Context ctx) {
        View.show(ctx, PAGES.sudo(view.page(ctx), Form.empty(), Next.wanted(ctx)));
    }

    public void submit(Context ctx) {
        Form form = Form.read(ctx);
        try {
            prove(ctx, CurrentSession.session(ctx).orElseThrow(), form);
            View.redirect(ctx, Next.of(ctx, "/account"));
        } catch (Problem problem) {
            View.showAgain(ctx, problem, PAGES.sudo(view.page(ctx), form.refused(problem), Next.wanted(ctx)));
        }
    }

    private void prove(Context ctx, Session session, Form form) {
        Caller caller = addresses.caller(ctx);
        accounts.prove(session.user(), FIELD, form.value(FIELD), caller);
        CurrentSession.prove(ctx, sessions, caller);
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
