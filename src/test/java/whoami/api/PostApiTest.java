package whoami.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.Program;
import whoami.Program.Reply;

class PostApiTest {
    @RegisterExtension
    final Lab lab = new Lab("POSTS_PER_MINUTE", "50");

    @Test
    void a_post_is_written_read_changed_and_deleted() {
        Program ann = lab.programOf("ann");
        Reply written = ann.post("/api/posts", "text", "Good morning!").expect(201);
        String address = written.header("Location");
        assertEquals("/api/posts/" + written.at("/id"), address);
        assertEquals(written.json(), ann.get(address).expect(200).json());
        assertEquals("ann", written.at("/author"));
        assertTrue(written.json().get("my_vote").isNull());

        lab.clock.pass(Duration.ofMinutes(5));
        Reply changed = ann.patch(address, "text", "Good evening!").expect(200);
        assertEquals("Good evening!", changed.at("/text"));
        assertEquals(written.at("/created_at"), changed.at("/created_at"));
        assertEquals("2026-11-20T12:05:00Z", changed.at("/updated_at"));

        ann.delete(address).expect(204);
        for (Reply gone : List.of(
                ann.get(address),
                ann.patch(address, "text", "x"),
                ann.delete(address),
                ann.put(address + "/like"),
                ann.put(address + "/dislike"),
                ann.delete(address + "/vote"))) {
            gone.expect(404);
        }
    }

    @Test
    void a_text_is_kept_as_it_is_but_for_white_space_around_it() {
        Program ann = lab.programOf("ann");
        assertEquals("one\ntwo\n\n\tthree", kept(ann, "\n one\r\ntwo\r\r\n\tthree \n"));
        assertEquals("مرحبا 👩‍👩‍👧 e\u0301 <b>&amp;", kept(ann, "مرحبا 👩‍👩‍👧 e\u0301 <b>&amp;"));
        String longest = "👍".repeat(2_000);
        assertEquals(longest, kept(ann, longest));
    }

    @Test
    void what_is_no_text_is_refused_with_the_reason() {
        Program ann = lab.programOf("ann");
        assertEquals("This is missing.", ann.post("/api/posts").expect(422).error("text"));
        for (String nothing : List.of("", " \n\t ", "\u200b\u2060 \ufeff")) {
            assertEquals("Please write something.", refused(ann, nothing));
        }
        assertEquals("Please use at most 2,000 characters: these are 2,001.", refused(ann, "👍".repeat(2_001)));
        assertEquals("Please use letters, and no control characters.", refused(ann, "a\u0000b"));
        assertEquals("Please use letters, and no control characters.", refused(ann, "a\u001b[31mb"));
        ann.send("POST", "/api/posts", "{\"text\": \"\\ud800\"}").expect(422);
        assertEquals(0, ann.get("/api/posts").json().get("items").size());
    }

    @Test
    void posts_come_newest_first_page_by_page_of_all_or_of_one() {
        Program ann = lab.programOf("ann");
        Program bob = lab.programOf("bob");
        List<String> all = new ArrayList<>();
        List<String> bobs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(0, ann.write("ann " + i));
            all.add(0, bob.write("bob " + i));
            bobs.add(0, all.get(0));
        }
        assertEquals(all, pages(ann, "/api/posts?limit=5"));
        assertEquals(all, pages(ann, "/api/posts?limit=7"), "the last page may be full");
        assertEquals(bobs, pages(ann, "/api/posts?limit=3&author=BOB"));
        ann.get("/api/posts?author=nobody").expect(404);
        for (String limit : List.of("0", "101", "-1", "x", "")) {
            ann.get("/api/posts?limit=" + limit).expect(422).error("limit");
        }
        for (String after : List.of("x", "0", all.get(0).toUpperCase() + "'--")) {
            assertEquals(
                    "This must be the id of a post.",
                    ann.get("/api/posts?after=" + after).expect(422).error("after"));
        }
    }

    @Test
    void a_page_goes_on_where_it_was_when_posts_come_and_go_meanwhile() {
        Program ann = lab.programOf("ann");
        String oldest = ann.write("1");
        String middle = ann.write("2");
        ann.write("3");
        Reply page = ann.get("/api/posts?limit=2").expect(200);
        ann.write("4");
        ann.delete("/api/posts/" + middle).expect(204);
        Reply next = ann.get("/api/posts?limit=2&after=" + page.at("/next")).expect(200);
        assertEquals(oldest, next.at("/items/0/id"));
        assertEquals(1, next.json().get("items").size());
    }

    @Test
    void everybody_has_one_vote_which_can_be_changed_and_taken_back() {
        Program ann = lab.programOf("ann");
        Program bob = lab.programOf("bob");
        String post = "/api/posts/" + ann.write("Good morning!");
        votes(ann.put(post + "/like"), 1, 0, "like");
        votes(ann.put(post + "/like"), 1, 0, "like");
        votes(bob.put(post + "/like"), 2, 0, "like");
        votes(bob.put(post + "/dislike"), 1, 1, "dislike");
        votes(bob.put(post + "/dislike"), 1, 1, "dislike");
        votes(ann.get(post), 1, 1, "like");
        votes(bob.delete(post + "/vote"), 1, 0, "null");
        votes(bob.delete(post + "/vote"), 1, 0, "null");
        votes(ann.put(post + "/dislike"), 0, 1, "dislike");
        votes(bob.get(post), 0, 1, "null");
        assertEquals("2026-11-20T12:00:00Z", bob.get(post).at("/updated_at"), "a vote is no change of the text");
    }

    @Test
    void nobody_changes_or_deletes_somebody_elses_post_but_an_admin_deletes_it() {
        Program ann = lab.programOf("ann");
        Program bob = lab.programOf("bob");
        String post = "/api/posts/" + ann.write("Good morning!");
        bob.patch(post, "text", "Good night!").expect(403);
        bob.delete(post).expect(403);
        lab.promote("bob");
        bob.delete(post).expect(403); // a token says what it was good for when it was made
        bob.logIn("bob");
        bob.patch(post, "text", "Good night!").expect(403);
        String key = bob.post("/api/keys", "name", "all", "scope", "write").at("/key");
        lab.program().with(key, "").delete(post).expect(403);
        assertEquals("Good morning!", ann.get(post).at("/text"));
        bob.delete(post).expect(204);
        ann.get(post).expect(404);
    }

    @Test
    void a_key_that_may_only_read_writes_nothing_and_votes_for_nothing() {
        Program ann = lab.programOf("ann");
        String post = "/api/posts/" + ann.write("Good morning!");
        String secret = ann.post("/api/keys", "name", "reader", "scope", "read").at("/key");
        Program reader = lab.program().with(secret, "");
        reader.get(post).expect(200);
        for (Reply reply : List.of(
                reader.post("/api/posts", "text", "x"),
                reader.patch(post, "text", "x"),
                reader.delete(post),
                reader.put(post + "/like"),
                reader.put(post + "/dislike"),
                reader.delete(post + "/vote"))) {
            assertEquals(
                    "Bearer error=\"insufficient_scope\", scope=\"write\"",
                    reply.expect(403).header("WWW-Authenticate"));
        }
        lab.program().get("/api/posts").expect(401);
    }

    @Test
    void so_many_posts_a_minute_and_no_more() {
        Program ann = lab.programOf("ann");
        String first = ann.write("0");
        for (int i = 1; i < 49; i++) {
            ann.write(String.valueOf(i));
        }
        ann.patch("/api/posts/" + first, "text", "changed").expect(200);
        lab.clock.pass(Duration.ofSeconds(30));
        Reply refused = ann.post("/api/posts", "text", "one too many").expect(429);
        assertEquals("30", refused.header("Retry-After"));
        ann.patch("/api/posts/" + first, "text", "changed").expect(429);
        lab.programOf("bob").write("not in ann's minute");
        lab.clock.pass(Duration.ofSeconds(30));
        ann.write("in the next minute");
        assertEquals(51, ann.get("/api/posts?limit=100").json().get("items").size());
    }

    @Test
    void so_many_votes_a_minute_and_no_more() {
        Program ann = lab.programOf("ann");
        String post = "/api/posts/" + ann.write("Good morning!");
        for (int i = 0; i < 100; i++) {
            ann.put(post + "/like").expect(200);
            ann.put(post + "/dislike").expect(200);
            ann.delete(post + "/vote").expect(200);
        }
        for (Reply reply : List.of(ann.put(post + "/like"), ann.put(post + "/dislike"), ann.delete(post + "/vote"))) {
            assertEquals("60", reply.expect(429).header("Retry-After"));
        }
        ann.write("but posts are counted apart");
        lab.clock.pass(Duration.ofMinutes(1));
        votes(ann.put(post + "/like"), 1, 0, "like");
    }

    @Test
    void a_clock_that_is_set_back_silences_nobody_for_long() {
        Program ann = lab.programOf("ann");
        ann.write("in an hour");
        lab.clock.pass(Duration.ofSeconds(-30));
        for (int i = 0; i < 50; i++) {
            ann.write(String.valueOf(i));
        }
        assertEquals(
                "60", ann.post("/api/posts", "text", "one too many").expect(429).header("Retry-After"));
    }

    @Test
    void however_many_vote_at_once_the_counters_are_the_votes() throws Exception {
        List<String> posts = new ArrayList<>();
        Program ann = lab.programOf("ann");
        for (int i = 0; i < 3; i++) {
            posts.add("/api/posts/" + ann.write("Post " + i));
        }
        List<Callable<Void>> voters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Program voter = lab.programOf("voter" + i);
            // two threads of the same user, so that one user's own votes meet each other too
            voters.add(() -> voteAtRandom(voter, posts, new Random()));
            voters.add(() -> voteAtRandom(voter, posts, new Random()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(voters.size());
        try {
            for (var voter : threads.invokeAll(voters)) {
                voter.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(List.of(), lab.database().read(tx -> tx.list(row -> row.getString("id"), """
                SELECT id FROM posts p
                WHERE likes <> (SELECT COUNT(*) FROM votes WHERE post_id = p.id AND vote = 'LIKE')
                   OR dislikes <> (SELECT COUNT(*) FROM votes WHERE post_id = p.id AND vote = 'DISLIKE')""")));
    }

    private static Void voteAtRandom(Program voter, List<String> posts, Random random) {
        for (int i = 0; i < 60; i++) {
            String post = posts.get(random.nextInt(posts.size()));
            switch (random.nextInt(3)) {
                case 0 -> voter.put(post + "/like").expect(200);
                case 1 -> voter.put(post + "/dislike").expect(200);
                default -> voter.delete(post + "/vote").expect(200);
            }
        }
        return null;
    }

    private static void votes(Reply reply, int likes, int dislikes, String mine) {
        JsonNode post = reply.expect(200).json();
        assertEquals(
                likes + " " + dislikes + " " + mine,
                post.get("likes") + " " + post.get("dislikes") + " "
                        + post.get("my_vote").asText());
    }

    private static String kept(Program program, String text) {
        String id = program.write(text);
        return program.get("/api/posts/" + id).at("/text");
    }

    private static String refused(Program program, String text) {
        return program.post("/api/posts", "text", text).expect(422).error("text");
    }

    /** The ids on all pages. */
    private static List<String> pages(Program program, String path) {
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            Reply page = program.get(path + next).expect(200);
            page.json().get("items").forEach(post -> ids.add(post.get("id").asText()));
            next = page.json().get("next").isNull() ? "" : "&after=" + page.at("/next");
        } while (!next.isEmpty());
        return ids;
    }
}
