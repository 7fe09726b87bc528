package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.javalin.Javalin;
import io.javalin.testtools.FormBody;
import io.javalin.testtools.HttpClient;
import io.javalin.testtools.Request;
import io.javalin.testtools.Response;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** One person's browser: it keeps its own cookies and follows no redirect by itself. */
public final class Browser {
    private final CookieManager cookies;
    private final HttpClient client;

    public Browser(Javalin app) {
        this(app, new CookieManager(null, CookiePolicy.ACCEPT_ALL));
    }

    private Browser(Javalin app, CookieManager cookies) {
        this.cookies = cookies;
        this.client = new HttpClient(
                app,
                java.net.http.HttpClient.newBuilder().cookieHandler(cookies).build());
    }

    /** The same browser, with the same cookies, where another node answers. */
    public Browser at(Javalin node) {
        return new Browser(node, cookies);
    }

    public Answer get(String path, String... headers) {
        return request(path, headers, Request.Builder::get);
    }

    /** @param fields names and values in turn */
    public Answer post(String path, String... fields) {
        return post(new String[0], path, fields);
    }

    public Answer post(String[] headers, String path, String... fields) {
        var form = new FormBody.Builder();
        for (int i = 0; i < fields.length; i += 2) {
            form.add(fields[i], fields[i + 1]);
        }
        return request(path, headers, request -> request.post(form.build()));
    }

    public Answer request(String path, String[] headers, Consumer<Request.Builder> method) {
        return new Answer(client.request(path, request -> {
            method.accept(request);
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
        }));
    }

    public Answer signUp(String username, String password) {
        return signUp(username, password, "");
    }

    public Answer signUp(String username, String password, String email) {
        return post("/signup", "username", username, "password", password, "email", email);
    }

    public Answer logIn(String username, String password) {
        return post("/login", "username", username, "password", password);
    }

    /** The value of the session's cookie, if there is one. */
    public Optional<String> sessionId() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("whoami"))
                .map(HttpCookie::getValue)
                .findFirst();
    }

    public record Answer(int status, Response response, String body) {
        Answer(Response response) {
            this(response.code(), response, response.body().string());
        }

        public Answer expect(int expected) {
            assertEquals(expected, status, body);
            return this;
        }

        public Answer expectRedirect(String location) {
            expect(303);
            assertEquals(location, header("Location"));
            return this;
        }

        /** @return the header's only value, or null */
        public String header(String name) {
            List<String> values = response.headers().get(name);
            return values == null ? null : String.join(", ", values);
        }

        public Document page() {
            return Jsoup.parse(body);
        }

        /** The reason beside a field of the form, or an empty text. */
        public String error(String field) {
            return page().select("#" + field + "-error").text();
        }

        public String text() {
            return page().text();
        }
    }
}
