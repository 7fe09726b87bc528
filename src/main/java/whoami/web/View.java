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
public final class View {
    static final Templates PAGES = new StaticTemplates();

    private View() {}

    static void show(Context ctx, JteModel template) {
        ctx.contentType("text/html; charset=utf-8").result(bytes(template));
    }

    /** The form again, with what was typed and what was wrong. */
    static void showAgain(Context ctx, Problem problem, JteModel template) {
        // to a program a name that is taken is a conflict; to a person it is one more field to fill in otherwise
        Problem.Kind kind = problem.kind() == Problem.Kind.CONFLICT ? Problem.Kind.INVALID : problem.kind();
        ctx.status(kind.status());
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
