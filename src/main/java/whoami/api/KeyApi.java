package whoami.api;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import whoami.account.ApiKey;
import whoami.account.ApiKeys;
import whoami.account.User;
import whoami.web.ClientAddress;
import whoami.web.Json;

/** The keys that people give to their programs. */
public record KeyApi(ApiKeys keys, ClientAddress addresses) {
    private static final Map<String, ApiKey.Scope> SCOPES =
            Map.of("read", ApiKey.Scope.READ, "write", ApiKey.Scope.WRITE);

    public void list(Context ctx) {
        User user = Bearer.client(ctx).user();
        Json.answer(
                ctx, Map.of("items", keys.list(user).stream().map(KeyApi::json).toList()));
    }

    public void make(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String name = body.text("name");
        body.text("scope");
        ApiKey.Scope scope = body.optionalChoice("scope", SCOPES).orElse(null);
        Integer days = body.optionalNumber("expires_in_days").orElse(null);
        body.check();
        ApiKey.WithSecret made = keys.make(Bearer.client(ctx).user(), name, scope, days, addresses.caller(ctx));
        Map<String, Object> json = json(made.key());
        json.put("key", made.secret());
        ctx.status(HttpStatus.CREATED);
        Json.answer(ctx, json);
    }

    public void revoke(Context ctx) {
        keys.revoke(Bearer.client(ctx).user(), ctx.pathParam("id"), addresses.caller(ctx));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    private static Map<String, Object> json(ApiKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", key.id());
        json.put("name", key.name());
        json.put("scope", key.scope().inWords());
        json.put("created_at", UserJson.time(key.createdAt()));
        json.put("last_used_at", UserJson.time(key.lastUsedAt()));
        json.put("expires_at", UserJson.time(key.expiresAt()));
        return json;
    }
}
