package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.testtools.Request;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.Access;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Problem;
import whoami.Program;
import whoami.Raw;

class ErrorsTest {
    private static final String[] NONE = {};
    private static final String[] JSON = {"Accept", "application/json"};

    @RegisterExtension
    final Lab lab = new Lab();

    @BeforeEach
    void addBrokenRoutes() {
        lab.app()
                .unsafe
                .routes
                .get(
                        "/broken",
                        ctx -> {
                            throw new IllegalStateException("secret detail");
                        },
                        Access.ANYONE);
        lab.app()
                .unsafe
                .routes
                .get(
                        "/exhausted",
                        ctx -> {
                            throw new StackOverflowError("secret detail");
                        },
                        Access.ANYONE);
    }

    @Test
    void a_page_that_is_not_there_is_404_in_the_sites_layout() {
        page(lab.browser().get("/nothing"), 404, "Not Found");
    }

    @Test
    void on_an_error_page_too_a_user_is_not_taken_for_a_stranger() {
        assertEquals(
                "ann",
                lab.loggedIn("ann")
                        .get("/nothing")
                        .page()
                        .select("nav a[href=/me]")
                        .text());
    }

    /** PostgreSQL cannot keep one. */
    @Test
    void a_nul_in_a_text_is_refused_and_breaks_nothing() {
        Browser ann = lab.loggedIn("ann");
        ann.logIn("a\0b", Lab.PASSWORD).expect(400);
        ann.post("/forgot", "username", "a\0b").expect(400);
        ann.post("/confirm", "email", "a\0b", "username", "a\0b", "password", Lab.PASSWORD)
                .expect(422);
        ann.post("/account/profile", "name", "a\0b").expect(422);
        ann.post("/account/keys", "name", "a\0b", "scope", "read").expect(400);
        ann.post("/account/keys/revoke", "key", "a\0b").expect(400);
        ann.post("/account/sessions/revoke", "session", "a\0b").expect(400);
        Program program = lab.program().logIn("ann");
        program.get("/api/users?after=a%00b").expect(400);
        program.get("/api/users?q=%00").expect(400);
        ann.get("/me").expect(200);
    }

    @Test
    void what_is_refused_outside_of_a_form_is_422_with_the_reasons() {
        lab.app()
                .unsafe
                .routes
                .get(
                        "/invalid",
                        ctx -> {
                            throw Problem.invalid(Map.of("email", "is <none>"));
                        },
                        Access.ANYONE);
        Answer answer = lab.browser().get("/invalid");
        page(answer, 422, "Unprocessable Content");
        assertTrue(answer.text().contains("email: is <none>"), answer.body());
    }

    @Test
    void a_method_that_a_page_does_not_take_is_405_with_those_that_it_takes() {
        Answer answer = lab.browser().post("/me");
        page(answer, 405, "Method Not Allowed");
        assertEquals("GET, HEAD", answer.header("Allow"));
        assertEquals("GET, HEAD, POST", sorted(lab.browser().request("/login", NONE, ErrorsTest::delete)));
    }

    @Test
    void what_another_site_sends_is_403() {
        page(lab.browser().post(new String[] {"Sec-Fetch-Site", "cross-site"}, "/login"), 403, "Forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded; charset=utf-16",
                "application/x-www-form-urlencoded; charset=nonsense",
                "application/x-www-form-urlencoded; charset",
                "application/x-www-form-urlencoded; charset=\""
            })
    void a_form_of_another_type_is_415(String type) {
        page(post("/login", type), 415, "Unsupported Media Type");
        page(post("/restore/x", type), 415, "Unsupported Media Type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=UTF-8",
                "Application/X-WWW-Form-Urlencoded;charset=\"utf-8\""
            })
    void a_form_in_utf_8_is_a_form(String type) {
        post("/login", type).expect(401);
    }

    private Answer post(String path, String type) {
        return lab.browser()
                .request(
                        path,
                        new String[] {"Content-Type", type},
                        request -> request.post(BodyPublishers.ofString("username=ann&password=x")));
    }

    @Test
    void a_body_of_64_kib_is_taken_and_a_larger_one_is_413() {
        lab.browser().post("/login", "username", "x".repeat(65_000)).expect(401);
        page(lab.browser().post("/login", "username", "x".repeat(70_000)), 413, "Content Too Large");
    }

    @Test
    void a_body_in_chunks_is_measured_too() {
        Answer answer = lab.browser()
                .request(
                        "/login",
                        new String[] {"Content-Type", "application/x-www-form-urlencoded"},
                        request -> request.post(BodyPublishers.fromPublisher(
                                BodyPublishers.ofByteArrays(Stream.generate(() -> new byte[1_000])
                                        .limit(100)
                                        .toList()))));
        page(answer, 413, "Content Too Large");
    }

    @Test
    void a_failure_that_nobody_foresaw_is_500_and_tells_a_stranger_nothing() {
        page(lab.browser().get("/broken"), 500, "Server Error");
        page(lab.browser().get("/exhausted"), 500, "Server Error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a/..%2f..%2fetc HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n"
            })
    void what_is_no_http_is_400(String request) {
        String answer = Raw.send(lab.port(), request);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("<h1>Bad Request</h1>"), answer);
        assertFalse(answer.toLowerCase().contains("jetty"), answer);
    }

    @Test
    void headers_beyond_all_measure_are_431() {
        String answer = Raw.send(lab.port(), "GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
    }

    @Test
    void a_program_gets_every_error_as_problem_details() throws Exception {
        problem(lab.browser().get("/nothing", JSON), 404);
        problem(lab.browser().get("/broken", JSON), 500);
        problem(lab.browser().post(JSON, "/login", "username", "ann", "password", "wrong"), 401);
        lab.signedUp("ann");
        problem(lab.browser().post(JSON, "/signup", "username", "ann", "password", Lab.PASSWORD), 409);
        JsonNode invalid = problem(lab.browser().post(JSON, "/signup", "username", "a b", "password", "short"), 422);
        assertTrue(invalid.get("errors").get("username").asText().contains("3 to 64"));
        assertTrue(invalid.get("errors").get("password").asText().contains("at least 8"));
        problem(lab.browser().request("/me", JSON, ErrorsTest::delete), 405);
        problem(lab.browser().post(JSON, "/login", "username", "x".repeat(70_000)), 413);
        problem(
                lab.browser().post(new String[] {"Sec-Fetch-Site", "cross-site", "Accept", "text/json"}, "/logout"),
                403);
    }

    private static void page(Answer answer, int status, String title) {
        answer.expect(status);
        assertEquals(title, answer.page().select("h1").text());
        assertFalse(answer.page().select("header .logo").isEmpty(), "the site's layout");
        assertTrue(answer.text().contains("mention request " + answer.header("X-Request-Id")));
        silent(answer);
    }

    private static JsonNode problem(Answer answer, int status) throws Exception {
        answer.expect(status);
        assertEquals("application/problem+json", answer.header("Content-Type"));
        JsonNode problem = new ObjectMapper().readTree(answer.body());
        assertEquals(status, problem.get("status").asInt());
        assertEquals("about:blank", problem.get("type").asText());
        assertFalse(problem.get("title").asText().isEmpty());
        assertFalse(problem.get("detail").asText().isEmpty());
        assertEquals(answer.header("X-Request-Id"), problem.get("request_id").asText());
        silent(answer);
        return problem;
    }

    private static void silent(Answer answer) {
        for (String word : List.of("secret detail", "Exception", "\tat ", "jetty", "javalin", "Javalin", "Jetty")) {
            assertFalse(answer.body().contains(word), word);
        }
    }

    private static void delete(Request.Builder request) {
        request.delete(BodyPublishers.noBody());
    }

    private static String sorted(Answer answer) {
        return String.join(
                ", ", Stream.of(answer.header("Allow").split(", ")).sorted().toList());
    }
}
