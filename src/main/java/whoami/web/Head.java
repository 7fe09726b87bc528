package whoami.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.util.List;

/** HEAD is GET without the body (RFC 9110, section 9.3.2). Javalin would answer it by itself, without asking the gate. */
public final class Head {
    private Head() {}

    /** Adds a route for HEAD, with the same handler and roles, for every GET that there is so far. */
    public static void answerLikeGet(JavalinConfig config) {
        List.copyOf(config.unsafe.internalRouter.allHttpHandlers()).stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.equals(HandlerType.GET))
                .map(endpoint -> Endpoint.create(HandlerType.HEAD, endpoint.path)
                        .addMetadata(endpoint.metadata(Roles.class))
                        .handler(endpoint.handler))
                .forEach(config.routes::addEndpoint);
    }
}
