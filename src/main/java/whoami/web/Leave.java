package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import whoami.Problem;
import whoami.account.Leaving;
import whoami.account.Leaving.Returning;
import whoami.account.User;
import whoami.post.Posts;

/** Taking everything along, and coming back. */
public record Leave(Leaving leaving, Posts posts, ClientAddress addresses, View view) {
    public void export(Context ctx) {
        User user = view.page(ctx).user();
        byte[] json =
                Json.prettyBytes(ExportJson.members(leaving.export(user, addresses.caller(ctx)), posts.export(user)));
        ctx.header("Content-Disposition", "attachment; filename=\"whoami-" + user.username() + ".json\"");
        ctx.contentType("application/json").result(json);
    }

    public void restoreForm(Context ctx) {
        View.show(ctx, PAGES.restore(view.page(ctx), Form.empty(), leaving.behind(ctx.pathParam("token"))));
    }

    public void restore(Context ctx) {
        Form form = Form.readOptional(ctx);
        String token = ctx.pathParam("token");
        Returning returning = leaving.behind(token);
        try {
            leaving.restore(token, form.value("password"), addresses.caller(ctx));
            View.redirect(ctx, "/login?restored");
        } catch (Problem problem) {
            View.showAgain(ctx, problem, PAGES.restore(view.page(ctx), form.refused(problem), returning));
        }
    }
}
