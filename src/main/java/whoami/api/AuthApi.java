package whoami.api;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import whoami.account.Accounts;
import whoami.account.Caller;
import whoami.account.Emails;
import whoami.account.Grant;
import whoami.account.Grants;
import whoami.account.PasswordReset;
import whoami.account.User;
import whoami.web.ClientAddress;
import whoami.web.Json;

/** Signing up, logging in and out, and the ways back in, for programs. */
public record AuthApi(
        Accounts accounts,
        Grants grants,
        Emails emails,
        PasswordReset passwordReset,
        Jwt jwt,
        ClientAddress addresses) {

    public void register(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String username = body.text("username");
        String password = body.text("password");
        String email = body.optionalText("email").orElse("");
        String name = body.optionalText("name").orElse("");
        body.check();
        User user = accounts.signUp(username, password, email, name, addresses.caller(ctx));
        ctx.status(HttpStatus.CREATED).header("Location", "/api/users/" + user.username());
        Json.answer(ctx, UserJson.full(user));
    }

    public void logIn(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String username = body.either("username", "email");
        String password = body.text("password");
        body.check();
        Caller caller = addresses.caller(ctx);
        User user = accounts.logIn(username, password, caller);
        Json.answer(ctx, tokens(grants.start(user, caller)));
    }

    public void refresh(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String refreshToken = body.text("refresh_token");
        body.check();
        Json.answer(ctx, tokens(grants.refresh(refreshToken, addresses.caller(ctx))));
    }

    /** Ends this log-in, or everything that opens the account. */
    public void logOut(Context ctx) {
        boolean everywhere = false;
        if (ctx.bodyAsBytes().length > 0) {
            JsonBody body = JsonBody.read(ctx);
            everywhere = body.flag("everywhere");
            body.check();
        }
        Bearer.Client client = Bearer.client(ctx);
        if (everywhere) {
            grants.endEverywhere(client.user(), addresses.caller(ctx));
        } else {
            grants.end(client.user(), client.grant().id(), addresses.caller(ctx));
        }
        ctx.status(HttpStatus.NO_CONTENT);
    }

    public void confirm(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String token = body.text("token");
        body.check();
        emails.confirm(token, "", addresses.caller(ctx));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    public void confirmAgain(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String email = body.text("email");
        body.check();
        emails.sendAgain(email, addresses.caller(ctx));
        ctx.status(HttpStatus.ACCEPTED);
    }

    public void forgot(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String login = body.either("email", "username");
        body.check();
        passwordReset.forgot(login, addresses.caller(ctx));
        ctx.status(HttpStatus.ACCEPTED);
    }

    public void reset(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String token = body.text("token");
        String password = body.text("password");
        body.check();
        passwordReset.reset(token, password, addresses.caller(ctx));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    /** As RFC 6749, section 5.1, has it. */
    private Map<String, Object> tokens(Grant.WithToken granted) {
        User user = granted.grant().user();
        Set<String> scope = Bearer.scopeOf(user);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("access_token", jwt.sign(granted.grant(), scope));
        json.put("token_type", "Bearer");
        json.put("expires_in", Jwt.LIFE.toSeconds());
        json.put("refresh_token", granted.refreshToken());
        json.put("user", UserJson.full(user));
        return json;
    }
}
