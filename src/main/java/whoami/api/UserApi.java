package whoami.api;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import whoami.Problem;
import whoami.account.Leaving;
import whoami.account.Profile;
import whoami.account.Profile.Changes;
import whoami.account.User;
import whoami.account.Users;
import whoami.web.ClientAddress;
import whoami.web.Json;
import whoami.web.Query;

/** Oneself and others, for programs. */
public record UserApi(Users users, Profile profile, Leaving leaving, ClientAddress addresses) {
    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 200;

    private static final Map<String, User.Role> ROLES = Map.of("user", User.Role.USER, "admin", User.Role.ADMIN);

    public void me(Context ctx) {
        Bearer.Client client = Bearer.client(ctx);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("user", UserJson.full(client.user()));
        json.put("method", client.method());
        json.put("scope", String.join(" ", client.scope().stream().sorted().toList()));
        json.put("expires_at", UserJson.time(client.expiresAt()));
        Json.answer(ctx, json);
    }

    public void list(Context ctx) {
        int limit = Query.limit(ctx, LIMIT, LIMIT_MAX);
        List<User> page = users.page(Query.text(ctx, "after"), Query.text(ctx, "q"), limit);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("items", page.stream().map(UserJson::open).toList());
        json.put("next", page.size() < limit ? null : page.get(page.size() - 1).username());
        Json.answer(ctx, json);
    }

    public void show(Context ctx) {
        User user = users.named(ctx.pathParam("username"));
        Json.answer(ctx, mayChange(ctx, user) ? UserJson.full(user) : UserJson.open(user));
    }

    public void change(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        var wanted = new Changes(
                body.optionalText("username").orElse(null),
                body.optionalText("name").orElse(null),
                body.optionalText("email").orElse(null),
                body.optionalText("password").orElse(null),
                body.optionalChoice("role", ROLES).orElse(null));
        String currentPassword = body.optionalText("current_password").orElse("");
        body.check();
        User user = own(ctx);
        if (!wanted.equals(Changes.ofName(wanted.name()))) {
            Bearer.requireScope(ctx, Bearer.client(ctx), Bearer.ACCOUNT);
        }
        if (wanted.role() != null) {
            requireAdmin(ctx);
        }
        User changed = profile.change(user, wanted, by(ctx), currentPassword, addresses.caller(ctx));
        Json.answer(ctx, UserJson.full(changed));
    }

    public void delete(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String currentPassword = body.text("current_password");
        body.check();
        leaving.delete(own(ctx), by(ctx), currentPassword, addresses.caller(ctx));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    public void disable(Context ctx) {
        User user = users.named(ctx.pathParam("username"));
        if (user.id().equals(by(ctx).id())) {
            throw Problem.forbidden("Nobody can close their own account. Another admin can.");
        }
        users.disable(user, by(ctx), addresses.caller(ctx));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    public void logOut(Context ctx) {
        users.logOut(users.named(ctx.pathParam("username")), by(ctx), addresses.caller(ctx));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    public void enable(Context ctx) {
        users.enable(users.named(ctx.pathParam("username")), by(ctx), addresses.caller(ctx));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    /** @throws Problem not found; forbidden where it is somebody else, unless to an admin */
    private User own(Context ctx) {
        User user = users.named(ctx.pathParam("username"));
        if (!mayChange(ctx, user)) {
            throw Problem.forbidden("This is somebody else's account.");
        }
        return user;
    }

    private static boolean mayChange(Context ctx, User user) {
        return user.id().equals(by(ctx).id()) || isAdmin(ctx);
    }

    private static void requireAdmin(Context ctx) {
        if (!isAdmin(ctx)) {
            throw Problem.forbidden("Only an admin gives roles.");
        }
    }

    private static boolean isAdmin(Context ctx) {
        return Bearer.client(ctx).scope().contains(Bearer.ADMIN);
    }

    private static User by(Context ctx) {
        return Bearer.client(ctx).user();
    }
}
