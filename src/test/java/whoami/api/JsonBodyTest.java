package whoami.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.Lab;
import whoami.Program;
import whoami.Program.Reply;

class JsonBodyTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void what_is_no_json_is_refused_with_the_place() {
        Reply reply = send("{\n  \"username\": \"ann\",\n  oops\n}").expect(400);
        assertTrue(reply.at("/detail").contains("line 3"), reply.body());
        assertFalse(reply.body().contains("oops"), "nothing of the body is repeated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[]", "\"x\"", "1", "null", "{} {}", "{\"a\":1,\"a\":2}", "{'a':1}", "{\"a\":NaN}"})
    void what_is_no_single_object_is_refused(String body) {
        send(body).expect(400);
    }

    @Test
    void what_is_nested_too_deeply_is_refused() {
        send("{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}").expect(400);
    }

    @Test
    void types_are_checked_and_everything_that_is_wrong_is_told() {
        Reply reply = send("{\"username\": 1, \"password\": {\"a\": 1}, \"email\": [], \"colour\": \"red\"}")
                .expect(422);
        assertEquals("This must be a string.", reply.error("username"));
        assertEquals("This must be a string.", reply.error("password"));
        assertEquals("This must be a string.", reply.error("email"));
        assertEquals("There is no such field here.", reply.error("colour"));
        assertEquals("This is missing.", send("{}").expect(422).error("username"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/auth/login, username, password",
        "POST, /api/auth/refresh, refresh_token,",
        "POST, /api/auth/logout, ,",
        "POST, /api/auth/confirm, token,",
        "POST, /api/auth/confirm/resend, email,",
        "POST, /api/auth/forgot, username,",
        "POST, /api/auth/reset, token, password",
        "PATCH, /api/users/ann, name,",
        "DELETE, /api/users/ann, current_password,",
        "POST, /api/keys, name, scope",
        "POST, /api/posts, text,"
    })
    void what_nobody_asks_for_is_told_and_nothing_done(String method, String path, String member, String another) {
        String body = Stream.of("colour", member, another)
                .filter(Objects::nonNull)
                .map(name -> "\"" + name + "\": \"read\"")
                .collect(Collectors.joining(", ", "{", "}"));
        Program ann = lab.programOf("ann");
        Reply reply = ann.send(method, path, body);
        assertEquals("There is no such field here.", reply.expect(422).error("colour"), reply.body());
        ann.get("/api/me").expect(200);
    }

    @Test
    void half_a_character_is_no_text() {
        assertEquals(
                "This must be a string.",
                send("{\"username\": \"\\ud800\", \"password\": \"\\udc00\"}")
                        .expect(422)
                        .error("username"));
    }

    @Test
    void only_json_is_taken_and_not_too_much_of_it() {
        for (String type :
                new String[] {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", ""
                }) {
            lab.program()
                    .send("POST", "/api/auth/login", "{}", "Content-Type", type)
                    .expect(415);
        }
        lab.program()
                .send("POST", "/api/auth/login", "{}", "Content-Type", "Application/JSON; charset=UTF-8")
                .expect(422);
        send("{\"username\": \"" + "x".repeat(70_000) + "\"}").expect(413);
    }

    @Test
    void errors_under_api_are_problem_details_whatever_is_asked_for() {
        Reply missing = lab.program().get("/api/nothing", "Accept", "text/html").expect(404);
        assertEquals("application/problem+json", missing.header("Content-Type"));
        assertEquals("404", missing.at("/status"));
        assertEquals(missing.header("X-Request-Id"), missing.at("/request_id"));
        Reply method = lab.program().send("DELETE", "/api/me", null).expect(405);
        assertTrue(method.header("Allow").contains("GET"), method.header("Allow"));
    }

    @Test
    void texts_of_any_script_arrive_as_they_were_sent() {
        Reply reply = lab.program()
                .post("/api/auth/register", "username", "ann", "password", "пароль из слов", "name", "Ǻnn 👩‍🚀 \u202e")
                .expect(201);
        assertEquals("Ǻnn 👩‍🚀 \u202e", reply.at("/name"));
        lab.program()
                .post("/api/auth/login", "username", "ann", "password", "пароль из слов")
                .expect(200);
    }

    private Reply send(String body) {
        return lab.program().send("POST", "/api/auth/register", body);
    }
}
