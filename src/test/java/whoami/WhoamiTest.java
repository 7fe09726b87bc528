package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.testtools.FormBody;
import io.javalin.testtools.HttpClient;
import io.javalin.testtools.JavalinTest;
import io.javalin.testtools.Response;
import io.javalin.testtools.TestCase;
import io.javalin.testtools.TestConfig;
import java.net.CookieManager;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import whoami.web.Limits;

/** The heart of it, a test for each route. The pages' finer points have classes of their own. */
class WhoamiTest {
    @TempDir
    Path folder;

    @Test
    void slash_shows_a_stranger_what_this_is_and_leads_a_user_to_me() {
        test((server, client) -> {
            String landing = client.get("/").body().string();
            assertTrue(landing.contains("href=\"/signup\"") && landing.contains("href=\"/login\""));
            logIn(client);
            assertRedirect("/me", client.get("/"));
        });
    }

    @Test
    void get_signup_shows_the_form() {
        test((server, client) -> {
            String page = client.get("/signup").body().string();
            for (String field : List.of("username", "password", "email")) {
                assertTrue(page.contains("name=\"" + field + "\""), field);
            }
        });
    }

    @Test
    void post_signup_makes_the_user_and_leads_to_login_which_greets_by_name() {
        test((server, client) -> {
            Response answer = signUp(client);
            assertRedirect("/login?welcome=ann", answer);
            String login = client.get("/login?welcome=ann").body().string();
            assertTrue(login.contains("Welcome, ann!") && login.contains("value=\"ann\""));
        });
    }

    @Test
    void get_login_shows_the_form() {
        test((server, client) -> assertTrue(client.get("/login").body().string().contains("action=\"/login\"")));
    }

    @Test
    void post_login_leads_to_me() {
        test((server, client) -> {
            signUp(client);
            assertRedirect("/me", post(client, "/login", "username", "ann", "password", Lab.PASSWORD));
        });
    }

    @Test
    void me_shows_the_username() {
        test((server, client) -> {
            logIn(client);
            Response me = client.get("/me");
            assertEquals(200, me.code());
            assertTrue(me.body().string().contains("<h1>ann</h1>"));
        });
    }

    @Test
    void me_is_closed_to_others() {
        test((server, client) -> assertRedirect("/login", client.get("/me")));
    }

    @Test
    void get_logout_logs_out_and_leads_to_login() {
        test((server, client) -> {
            logIn(client);
            assertRedirect("/login?goodbye", client.get("/logout"));
            assertTrue(client.get("/login?goodbye").body().string().contains("You are logged out"));
            assertRedirect("/login", client.get("/me"));
        });
    }

    @Test
    void post_logout_logs_out_and_leads_to_login() {
        test((server, client) -> {
            logIn(client);
            assertRedirect("/login?goodbye", client.post("/logout"));
            assertRedirect("/login", client.get("/me"));
        });
    }

    @Test
    void health_says_ok() {
        test((server, client) -> assertEquals("OK", client.get("/health").body().string()));
    }

    private void test(TestCase test) {
        var cookies = java.net.http.HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .build();
        try (var database = FreshDatabase.in(folder);
                var whoami = new Whoami(settings(database), Clock.systemUTC(), Limits.standard())) {
            JavalinTest.test(whoami.app(), new TestConfig(false, false, cookies), test);
        }
    }

    private static Settings settings(FreshDatabase database) {
        return Settings.of(Map.of("WHOAMI_DATABASE", database.url(), "WHOAMI_BCRYPT_COST", "4"));
    }

    private static Response signUp(HttpClient client) {
        return post(client, "/signup", "username", "ann", "password", Lab.PASSWORD);
    }

    private static void logIn(HttpClient client) {
        signUp(client);
        assertEquals(
                303,
                post(client, "/login", "username", "ann", "password", Lab.PASSWORD)
                        .code());
    }

    private static Response post(HttpClient client, String path, String... fields) {
        var form = new FormBody.Builder();
        for (int i = 0; i < fields.length; i += 2) {
            form.add(fields[i], fields[i + 1]);
        }
        return client.request(path, request -> request.post(form.build()));
    }

    private static void assertRedirect(String location, Response answer) {
        assertEquals(303, answer.code());
        assertEquals(List.of(location), answer.headers().get("Location"));
    }
}
