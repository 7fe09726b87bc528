package whoami.api;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import whoami.Problem;
import whoami.account.ApiKey;
import whoami.account.ApiKeys;
import whoami.account.Grant;
import whoami.account.Grants;
import whoami.account.User;
import whoami.web.CurrentSession;

/**
 * Finds out who a program acts for: by an access token, or by an API key in {@code X-API-KEY} or as a bearer token (RFC 6750). No
 * cookie is read, so no other site can make a visitor's browser act here.
 */
public record Bearer(Jwt jwt, Grants grants, ApiKeys keys) {
    public static final String READ = "read";
    public static final String WRITE = "write";

    /** For what opens the account: no API key has it, so that a stolen key cannot make itself at home. */
    public static final String ACCOUNT = "account";

    public static final String ADMIN = "admin";

    private static final String SCHEME = "bearer ";
    private static final String CLIENT = Client.class.getName();

    /** @throws Problem unauthenticated, or forbidden for want of the scope */
    public void require(Context ctx, String scope) {
        Client client = identify(ctx);
        CurrentSession.noteUser(ctx, client.user());
        requireScope(ctx, client, scope);
        ctx.attribute(CLIENT, client);
    }

    /** @throws Problem forbidden */
    static void requireScope(Context ctx, Client client, String scope) {
        if (!client.scope().contains(scope)) {
            ctx.header("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
            throw Problem.forbidden("This takes the scope \"" + scope + "\".");
        }
    }

    /** Who passed the gate. */
    static Client client(Context ctx) {
        return ctx.attribute(CLIENT);
    }

    /** What somebody who logs in may do by an access token. */
    static Set<String> scopeOf(User user) {
        return user.isAdmin() ? Set.of(READ, WRITE, ACCOUNT, ADMIN) : Set.of(READ, WRITE, ACCOUNT);
    }

    private Client identify(Context ctx) {
        String credential = credential(ctx);
        if (credential == null) {
            ctx.header("WWW-Authenticate", "Bearer");
            throw Problem.unauthenticated("Please send an access token or an API key.");
        }
        Optional<Client> client = credential.startsWith(ApiKeys.PREFIX) ? byKey(credential) : byToken(credential);
        return client.orElseThrow(() -> {
            ctx.header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            return Problem.unauthenticated("This token is not valid, or not any more.");
        });
    }

    private static String credential(Context ctx) {
        String key = ctx.header("X-API-KEY");
        if (key != null) {
            return key.strip();
        }
        String authorization = ctx.header("Authorization");
        boolean bearer = authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return bearer ? authorization.substring(SCHEME.length()).strip() : null;
    }

    private Optional<Client> byKey(String secret) {
        return keys.use(secret).map(used -> {
            Set<String> scope = new LinkedHashSet<>(Set.of(READ));
            if (used.key().scope() == ApiKey.Scope.WRITE) {
                scope.add(WRITE);
            }
            return new Client(used.user(), "api_key", scope, null, used.key().expiresAt());
        });
    }

    /** The token says what it was good for when it was made; the grant and the role are those of this very moment. */
    private Optional<Client> byToken(String token) {
        return jwt.verify(token)
                .flatMap(claims -> grants.find(claims.grantId()).map(grant -> {
                    User user = grant.user();
                    Set<String> scope = new LinkedHashSet<>(claims.scope());
                    scope.retainAll(scopeOf(user));
                    return new Client(user, "access_token", scope, grant, claims.expiresAt());
                }));
    }

    /**
     * A program, and who it acts for.
     *
     * @param method how it showed that
     * @param grant null for an API key
     * @param expiresAt null for never
     */
    record Client(User user, String method, Set<String> scope, Grant grant, Instant expiresAt) {}
}
