package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RoutesTest {
    /** Who may call what. A new route is written down here too, so that nobody opens one by accident. */
    private static final Set<String> POLICY = Set.of(
            "GET / [ANYONE]",
            "GET /signup [ANYONE]",
            "POST /signup [ANYONE]",
            "GET /login [ANYONE]",
            "POST /login [ANYONE]",
            "GET /logout [ANYONE]",
            "POST /logout [ANYONE]",
            "GET /me [USER]",
            "GET /confirm [ANYONE]",
            "POST /confirm [ANYONE]",
            "GET /confirm/{token} [LINK_HOLDER]",
            "POST /confirm/{token} [LINK_HOLDER]",
            "GET /forgot [ANYONE]",
            "POST /forgot [ANYONE]",
            "GET /reset/{token} [LINK_HOLDER]",
            "POST /reset/{token} [LINK_HOLDER]",
            "GET /restore/{token} [LINK_HOLDER]",
            "POST /restore/{token} [LINK_HOLDER]",
            "GET /account [USER]",
            "POST /account/profile [USER]",
            "POST /account/password [USER]",
            "POST /account/email [USER]",
            "POST /account/email/again [USER]",
            "POST /account/delete [USER]",
            "GET /account/export [RECENT_USER]",
            "GET /account/keys [USER]",
            "POST /account/keys [RECENT_USER]",
            "POST /account/keys/revoke [RECENT_USER]",
            "GET /openapi.yaml [ANY_PROGRAM]",
            "GET /openapi.json [ANY_PROGRAM]",
            "GET /docs [ANYONE]",
            "GET /docs/{file} [ANYONE]",
            "GET /account/prove [USER]",
            "POST /account/prove [USER]",
            "GET /account/sessions [USER]",
            "POST /account/sessions/revoke [RECENT_USER]",
            "GET /account/activity [USER]",
            "GET /posts [USER]",
            "POST /posts [USER]",
            "POST /posts/{id}/like [USER]",
            "POST /posts/{id}/dislike [USER]",
            "POST /posts/{id}/unvote [USER]",
            "POST /posts/{id}/delete [USER]",
            "GET /api/posts [READER]",
            "POST /api/posts [WRITER]",
            "GET /api/posts/{id} [READER]",
            "PATCH /api/posts/{id} [WRITER]",
            "DELETE /api/posts/{id} [WRITER]",
            "PUT /api/posts/{id}/like [WRITER]",
            "PUT /api/posts/{id}/dislike [WRITER]",
            "DELETE /api/posts/{id}/vote [WRITER]",
            "POST /api/auth/register [ANY_PROGRAM]",
            "POST /api/auth/login [ANY_PROGRAM]",
            "POST /api/auth/refresh [ANY_PROGRAM]",
            "POST /api/auth/logout [OWNER]",
            "POST /api/auth/confirm [ANY_PROGRAM]",
            "POST /api/auth/confirm/resend [ANY_PROGRAM]",
            "POST /api/auth/forgot [ANY_PROGRAM]",
            "POST /api/auth/reset [ANY_PROGRAM]",
            "GET /api/me [READER]",
            "GET /api/users [READER]",
            "GET /api/users/{username} [READER]",
            "PATCH /api/users/{username} [WRITER]",
            "DELETE /api/users/{username} [OWNER]",
            "POST /api/users/{username}/disable [ADMIN]",
            "POST /api/users/{username}/enable [ADMIN]",
            "POST /api/users/{username}/logout [ADMIN]",
            "GET /api/keys [OWNER]",
            "POST /api/keys [OWNER]",
            "DELETE /api/keys/{id} [OWNER]",
            "GET /.well-known/jwks.json [ANY_PROGRAM]",
            "GET /health [ANYONE]",
            "GET /assets/{file} [ANYONE]");

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void the_route_table_is_the_policy() {
        assertEquals(
                new TreeSet<>(POLICY),
                routes().filter(route -> !route.startsWith("HEAD")).collect(sorted()));
    }

    @Test
    void every_page_that_can_be_got_can_be_asked_for_its_head_by_the_same_people() {
        Set<String> heads = routes().filter(route -> route.startsWith("HEAD")).collect(sorted());
        Set<String> gets = POLICY.stream()
                .filter(route -> route.startsWith("GET"))
                .map(route -> route.replace("GET", "HEAD"))
                .collect(sorted());
        assertEquals(gets, heads);
        String closed = Raw.send(lab.port(), "HEAD /me HTTP/1.0\r\n\r\n");
        assertTrue(closed.startsWith("HTTP/1.1 303 ") && closed.contains("Location: /login"), closed);
        String open = Raw.send(lab.port(), "HEAD / HTTP/1.0\r\n\r\n");
        assertTrue(open.startsWith("HTTP/1.1 200 ") && open.endsWith("\r\n\r\n"), open);
    }

    @Test
    void a_route_that_names_no_role_is_closed_to_everybody() {
        lab.app().unsafe.routes.get("/forgotten", ctx -> ctx.result("secret"));
        lab.browser().get("/forgotten").expect(403);
        Browser user = lab.loggedIn("ann");
        assertEquals(false, user.get("/forgotten").expect(403).body().contains("secret"));
    }

    private Stream<String> routes() {
        return lab.app().unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method + " " + endpoint.path + " " + roles(endpoint));
    }

    private static List<String> roles(Endpoint endpoint) {
        return endpoint.metadata(Roles.class).getRoles().stream()
                .map(Object::toString)
                .sorted()
                .toList();
    }

    private static Collector<String, ?, TreeSet<String>> sorted() {
        return Collectors.toCollection(TreeSet::new);
    }
}
