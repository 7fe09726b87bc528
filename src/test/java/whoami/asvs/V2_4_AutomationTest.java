package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Program;
import whoami.Settings;

@Tag("asvs")
class V2_4_AutomationTest {
    private static final Settings DEFAULTS = Settings.of(Map.of());
    private static final int KEYS = 50;
    private static final int BODY_BYTES = 64 * 1024;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void v2_4_1_whoever_makes_accounts_letters_posts_votes_or_keys_by_the_hundred_is_stopped() {
        String documented = Documents.readme("Against guessing");
        var names = new AtomicInteger();
        expect(documented, "sign-ups", () -> lab.browser().signUp("user" + names.incrementAndGet(), Lab.PASSWORD));
        expect(documented, "letters", () -> lab.browser().post("/forgot", "username", "user1"));

        Browser ann = lab.browser();
        ann.logIn("user1", Lab.PASSWORD).expect(303);
        for (int i = 0; i < DEFAULTS.postsPerMinute(); i++) {
            ann.post("/posts", "text", "once more").expect(303);
        }
        ann.post("/posts", "text", "once more").expect(429);
        Program program = lab.program().logIn("user1");
        program.post("/api/posts", "text", "once more").expect(429);
        String vote = "/api/posts/" + program.get("/api/posts").at("/items/0/id") + "/like";
        for (int i = 0; i < DEFAULTS.votesPerMinute(); i++) {
            program.quickly("PUT", vote, null);
        }
        program.put(vote).expect(429);
        for (int i = 0; i < KEYS; i++) {
            program.post("/api/keys", "name", "k", "scope", "read").expect(201);
        }
        program.post("/api/keys", "name", "k", "scope", "read").expect(422);
        ann.post("/posts", "text", "x".repeat(BODY_BYTES)).expect(413);
    }

    private void expect(String documented, String counted, Supplier<Answer> attempt) {
        String figures = String.join(
                " | ", Documents.row(documented, counted).orElseThrow().subList(1, 4));
        assertEquals(figures, Limit.of(lab.clock, attempt).inWords(), counted);
    }
}
