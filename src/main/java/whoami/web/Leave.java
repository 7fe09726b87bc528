package whoami.web;

import static whoami.web.View.PAGES;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import whoami.Problem;
import whoami.account.Leaving;
import whoami.account.Leaving.Export;
import whoami.account.Sessions;
import whoami.account.User;

/** The way out, and back. */
public record Leave(Leaving leaving, Sessions sessions, ClientAddress addresses, View view, int passwordMin) {
    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

    public void export(Context ctx) throws JsonProcessingException {
        User user = view.page(ctx).user();
        byte[] json = JSON.writeValueAsBytes(members(leaving.export(user, addresses.caller(ctx))));
        ctx.header("Content-Disposition", "attachment; filename=\"whoami-" + user.username() + ".json\"");
        ctx.contentType("application/json").result(json);
    }

    public void delete(Context ctx) {
        Form form = Form.read(ctx);
        Page page = view.page(ctx);
        try {
            leaving.delete(page.user(), form.value("current_password"), form.value("username"), addresses.caller(ctx));
            CurrentSession.end(ctx, sessions, addresses.caller(ctx));
            View.redirect(ctx, "/login?left");
        } catch (Problem problem) {
            View.showAgain(ctx, problem, Account.template(page, "delete", form.refused(problem), passwordMin));
        }
    }

    public void restoreForm(Context ctx) {
        try {
            View.show(
                    ctx,
                    PAGES.restore(
                            view.page(ctx), leaving.look(ctx.pathParam("token")).username()));
        } catch (Problem problem) {
            view.showDeadLink(ctx, problem);
        }
    }

    public void restore(Context ctx) {
        try {
            leaving.restore(ctx.pathParam("token"), addresses.caller(ctx));
            View.redirect(ctx, "/login?restored");
        } catch (Problem problem) {
            view.showDeadLink(ctx, problem);
        }
    }

    private static Map<String, Object> members(Export export) {
        User user = export.user();
        return object(
                "user",
                object(
                        "id", user.id(),
                        "username", user.username(),
                        "name", user.name(),
                        "email", user.email(),
                        "unconfirmed_email", user.unconfirmedEmail(),
                        "created_at", user.createdAt(),
                        "updated_at", user.updatedAt()),
                "sessions",
                export.sessions().stream()
                        .map(session -> object(
                                "created_at", session.createdAt(),
                                "last_seen_at", session.lastSeenAt(),
                                "address", session.address(),
                                "user_agent", session.userAgent()))
                        .toList(),
                "events",
                export.events().stream()
                        .map(event -> object(
                                "at", event.at(),
                                "what", event.kind().inWords(),
                                "address", event.address(),
                                "user_agent", event.userAgent()))
                        .toList(),
                "letters",
                export.letters().stream()
                        .map(letter -> object(
                                "created_at", letter.createdAt(), "kind", letter.kind(), "to", letter.recipient()))
                        .toList(),
                "links",
                export.links().stream()
                        .map(link -> object(
                                "created_at", link.createdAt(),
                                "expires_at", link.expiresAt(),
                                "purpose", link.purpose(),
                                "sent_to", link.email()))
                        .toList());
    }

    /** @param members names and values in turn */
    private static Map<String, Object> object(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            Object value = members[i + 1];
            boolean plain = value == null || value instanceof Map || value instanceof Iterable;
            object.put((String) members[i], plain ? value : value.toString());
        }
        return object;
    }
}
