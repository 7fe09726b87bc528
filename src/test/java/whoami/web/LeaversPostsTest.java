package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

/** What becomes of posts and votes when their author goes. */
class LeaversPostsTest {
    private static final String ANNS = "ann@example.org";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "POSTS_PER_MINUTE", "1000");

    @Test
    void what_somebody_wrote_is_hidden_with_their_account_and_comes_back_with_it() {
        Browser ann = lab.confirmed("ann", ANNS);
        ann.post("/posts", "text", "Good morning!").expect(303);
        Program bob = lab.programOf("bob");
        String post = "/api/posts/" + bob.get("/api/posts").at("/items/0/id");
        bob.put(post + "/like").expect(200);
        leave(ann);
        assertEquals(0, bob.get("/api/posts").json().get("items").size());
        bob.get(post).expect(404);
        bob.put(post + "/dislike").expect(404);
        ann.post(lab.link(ANNS)).expect(303);
        assertEquals(1, bob.get(post).expect(200).json().get("likes").asInt());
        assertEquals("Good morning!", bob.get("/api/posts").at("/items/0/text"));
    }

    @Test
    void what_somebody_wrote_and_voted_is_erased_with_their_account() {
        Browser ann = lab.confirmed("ann", ANNS);
        Program bob = lab.programOf("bob");
        // more than is cleared away in one go
        String bobs = "/api/posts/" + bob.write("the first of bob");
        Program program = lab.program().logIn("ann");
        for (int i = 0; i < 260; i++) {
            program.write("ann " + i);
            program.put("/api/posts/" + bob.write("bob " + i) + (i % 2 == 0 ? "/like" : "/dislike"))
                    .expect(200);
        }
        bob.put(bobs + "/like").expect(200);
        program.put(bobs + "/like").expect(200);
        leave(ann);
        assertEquals(2, bob.get(bobs).json().get("likes").asInt(), "they may come back");
        lab.clock.pass(Duration.ofDays(30));
        lab.janitor().round();
        String annsId = "(SELECT id FROM users WHERE username = 'ann')";
        assertEquals(0, lab.rows("posts WHERE author_id = " + annsId));
        assertEquals(0, lab.rows("votes WHERE user_id = " + annsId));
        assertEquals(0, lab.rows("rate_limits WHERE user_id = " + annsId));
        assertEquals(1, lab.rows("posts WHERE likes + dislikes > 0"));
        assertEquals(261, lab.rows("posts"));
        assertEquals(1, lab.rows("users WHERE username = 'ann' AND password_hash = ''"));
    }

    @Test
    void what_somebody_wrote_and_voted_is_in_the_download() throws JsonProcessingException {
        Browser ann = lab.loggedIn("ann");
        ann.post("/posts", "text", "Good\nmorning!").expect(303);
        String bobs = lab.programOf("bob").write("nothing of ann's");
        ann.post("/posts/" + bobs + "/dislike").expect(303);
        JsonNode all = new ObjectMapper().readTree(ann.get("/account/export").body());
        assertEquals("Good\nmorning!", all.at("/posts/0/text").asText());
        assertEquals("2026-11-20T12:00:00Z", all.at("/posts/0/created_at").asText());
        assertEquals(bobs, all.at("/votes/0/post_id").asText());
        assertEquals("dislike", all.at("/votes/0/vote").asText());
        assertFalse(all.toString().contains("nothing of ann's"));
    }

    @Test
    void what_a_closed_account_wrote_is_hidden_until_it_is_open_again() {
        Program ann = lab.programOf("ann");
        String post = "/api/posts/" + ann.write("spam");
        lab.programOf("root");
        lab.promote("root");
        Program root = lab.program().logIn("root");
        root.post("/api/users/ann/disable").expect(204);
        root.get(post).expect(404);
        assertEquals(0, root.get("/api/posts?author=ann").json().get("items").size());
        root.post("/api/users/ann/enable").expect(204);
        root.get(post).expect(200);
    }

    private static void leave(Browser browser) {
        browser.post("/account/delete", "username", "ann", "current_password", Lab.PASSWORD)
                .expect(303);
    }
}
