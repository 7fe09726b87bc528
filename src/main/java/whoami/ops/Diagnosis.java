package whoami.ops;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import whoami.Problem;
import whoami.account.User;
import whoami.api.Bearer;
import whoami.web.ClientAddress;
import whoami.web.CurrentSession;

/** What the server believes about itself and about the request that asks, for whoever sets it up behind a proxy. */
record Diagnosis(
        SelfView selfView, SameMachine sameMachine, Bearer bearer, ClientAddress addresses, Instant startedAt) {
    /** @throws Problem forbidden, unless an admin asks, or somebody at this machine */
    void requireRight(Context ctx) {
        if (sameMachine.asks(ctx)
                || CurrentSession.user(ctx).filter(User::isAdmin).isPresent()) {
            return;
        }
        try {
            bearer.require(ctx, Bearer.ADMIN);
        } catch (Problem problem) {
            throw problem.kind() == Problem.Kind.UNAUTHENTICATED
                    ? Problem.forbidden("This is for admins, and for whoever sits at this machine.")
                    : problem;
        }
    }

    /** One line for each fact, no secret among them. */
    String of(Context ctx) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", SelfView.version() + " on Java " + Runtime.version());
        facts.put("up since", startedAt.toString());
        facts.putAll(selfView.facts(ctx.req().getLocalPort()));
        facts.put("your connection", connection(ctx));
        facts.put("your address", addresses.caller(ctx).address());
        facts.put("your Host", String.valueOf(ctx.header("Host")));
        SameMachine.TRACES.stream()
                .filter(trace -> ctx.header(trace) != null)
                .forEach(trace -> facts.put("your " + trace, ctx.header(trace) + belief(trace, ctx)));
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + ": " + fact.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String connection(Context ctx) {
        return "from %s to %s:%d, %s %s TLS"
                .formatted(
                        ctx.req().getRemoteAddr(),
                        ctx.req().getLocalAddr(),
                        ctx.req().getLocalPort(),
                        ctx.protocol(),
                        ctx.req().isSecure() ? "with" : "without");
    }

    private String belief(String trace, Context ctx) {
        if (!trace.equals("X-Forwarded-For")) {
            return " (not used)";
        }
        return addresses.isTrusted(ctx.req().getRemoteAddr()) ? " (believed)" : " (not believed)";
    }
}
