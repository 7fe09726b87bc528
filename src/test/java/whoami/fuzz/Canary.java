package whoami.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

/** Somebody whose secrets nobody else ever sees, and whose things nobody else ever changes. */
final class Canary {
    static final String NAME = "canary";
    private static final String EMAIL = "canary-secret@example.org";
    private static final String PASSWORD = "a sentence that nobody else says";
    private static final String TEXT = "a post of the canary";
    private static final String KEY_NAME = "canary-key-name";

    private final Browser browser;
    private final Program program;
    private final String postId;
    private final List<String> secrets;

    Canary(Lab lab) {
        browser = lab.confirmed(NAME, EMAIL);
        browser.post("/account/password", "current_password", Lab.PASSWORD, "password", PASSWORD)
                .expect(303);
        program = lab.program();
        program.keep(program.post("/api/auth/login", "username", NAME, "password", PASSWORD));
        postId = program.write(TEXT);
        String key = program.post("/api/keys", "name", KEY_NAME, "scope", "write")
                .expect(201)
                .at("/key");
        secrets = List.of(
                KEY_NAME,
                key,
                program.accessToken(),
                program.refreshToken(),
                browser.sessionId().orElseThrow());
    }

    String postId() {
        return postId;
    }

    /** Which of its secrets is in a text. An admin may see addresses. */
    List<String> seenIn(String text, boolean byAdmin) {
        return Stream.concat(secrets.stream(), byAdmin ? Stream.empty() : Stream.of(EMAIL))
                .filter(text::contains)
                .toList();
    }

    void isWell() {
        browser.get("/me").expect(200);
        assertEquals(EMAIL, program.get("/api/me").expect(200).at("/user/email"));
        assertEquals(TEXT, program.get("/api/posts/" + postId).expect(200).at("/text"));
    }
}
