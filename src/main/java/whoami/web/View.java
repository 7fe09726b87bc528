package whoami.web;

import gg.jte.models.runtime.JteModel;
import gg.jte.output.Utf8ByteOutput;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import whoami.Problem;
import whoami.web.templates.StaticTemplates;
import whoami.web.templates.Templates;

/** Answers with a page, or with the way to one. */
public record View(Assets assets, boolean signupOpen, int passwordMin) {
    static final Templates PAGES = new StaticTemplates();

    /** @throws Problem unavailable if it cannot be told who is logged in */
    Page page(Context ctx) {
        return new Page(CurrentSession.user(ctx).orElse(null), assets, signupOpen, passwordMin);
    }

    /** For a page that is shown whatever is broken: the failure may be that it cannot be told who is logged in. */
    Page pageInTrouble(Context ctx) {
        try {
            return page(ctx);
        } catch (RuntimeException e) {
            return strangersPage();
        }
    }

    Page strangersPage() {
        return new Page(null, assets, signupOpen, passwordMin);
    }

    static void show(Context ctx, JteModel template) {
        byte[] page = bytes(template);
        // said by us, as a page that is longer than Jetty's buffer would be sent in chunks, each with a length of its
        // own
        ctx.res().setContentLength(page.length);
        ctx.contentType("text/html; charset=utf-8").result(page);
    }

    /** The form again, with what was typed and what was wrong; the bare problem for a program that asks for JSON. */
    static void showAgain(Context ctx, Problem problem, JteModel template) {
        // what is not there any more has no form to be shown again
        if (Errors.wantsJson(ctx) || problem.kind() == Problem.Kind.NOT_FOUND) {
            throw problem;
        }
        // to a program a name that is taken is a conflict; to a person it is one more field to fill in otherwise
        boolean taken = problem.kind() == Problem.Kind.CONFLICT;
        ctx.status(Errors.status(taken ? Problem.Kind.INVALID : problem.kind()));
        Errors.retryAfter(ctx, problem);
        show(ctx, template);
    }

    /** 303: whatever the method was, the next page is fetched with GET, and reloading it sends nothing again. */
    static void redirect(Context ctx, String path) {
        ctx.redirect(path, HttpStatus.SEE_OTHER);
    }

    static byte[] bytes(JteModel template) {
        var output = new Utf8ByteOutput();
        template.render(output);
        return output.toByteArray();
    }

    public static String encode(String queryValue) {
        return URLEncoder.encode(queryValue, StandardCharsets.UTF_8);
    }
}
