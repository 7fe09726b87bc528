package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Program;

class FeedTest {
    @RegisterExtension
    final Lab lab = new Lab("POSTS_PER_MINUTE", "100", "VOTES_PER_MINUTE", "3");

    @Test
    void who_is_not_logged_in_reads_nothing() {
        lab.browser().get("/posts").expectRedirect("/login?next=%2Fposts");
        lab.browser().post("/posts", "text", "Good morning!").expect(303);
        Browser ann = lab.loggedIn("ann");
        assertEquals(
                "Nothing here yet.",
                ann.get("/posts").expect(200).page().select(".empty").text());
    }

    @Test
    void what_somebody_writes_others_read_as_text_with_its_line_breaks() {
        Browser ann = lab.loggedIn("ann");
        ann.post("/posts", "text", "Good <b>morning</b>!\r\nAnd & good night.").expectRedirect("/posts");
        Element post = posts(lab.loggedIn("bob").get("/posts")).first();
        assertEquals(
                "Good <b>morning</b>!\nAnd & good night.",
                post.select(".text").first().wholeText());
        assertEquals("ann", post.select("a").text());
        assertEquals("/posts?author=ann", post.select("a").attr("href"));
    }

    @Test
    void a_refused_text_comes_back_with_the_reason() {
        Browser ann = lab.loggedIn("ann");
        String text = "\nlong ".repeat(400);
        Answer refused = ann.post("/posts", "text", text).expect(422);
        assertEquals("Please use at most 2,000 characters: these are 2,398.", refused.error("text"));
        Element field = refused.page().select("textarea").first();
        assertEquals(text, field.wholeText());
        assertEquals("text-hint text-error", field.attr("aria-describedby"));
        assertTrue(field.hasAttr("autofocus"));
        assertEquals(
                "Please write something.",
                ann.post("/posts", "text", " ").expect(422).error("text"));
        assertEquals("Please write something.", ann.post("/posts").expect(422).error("text"));
        assertEquals(0, posts(ann.get("/posts")).size());
    }

    @Test
    void twenty_are_on_a_page_and_the_older_ones_behind_a_link() {
        Program writer = lab.programOf("ann");
        for (int i = 1; i <= 45; i++) {
            writer.write("Post " + i);
        }
        Browser ann = lab.browser();
        ann.logIn("ann", Lab.PASSWORD);
        Answer first = ann.get("/posts");
        assertEquals(List.of("Post 45", "Post 26"), ends(first));
        Answer second = ann.get(older(first));
        assertEquals(List.of("Post 25", "Post 6"), ends(second));
        assertTrue(second.page().select("textarea").isEmpty());
        Answer third = ann.get(older(second));
        assertEquals(List.of("Post 5", "Post 1"), ends(third));
        assertTrue(third.page().select("a[rel=next]").isEmpty());
        assertEquals("/posts", third.page().select("a:contains(Newest posts)").attr("href"));
        ann.get("/posts?after=nonsense").expect(422);
    }

    @Test
    void a_name_leads_to_what_its_owner_wrote() {
        lab.programOf("ann").write("by ann");
        lab.programOf("bob").write("by bob");
        Browser reader = lab.loggedIn("carla");
        Document page = reader.get("/posts?author=Ann").expect(200).page();
        assertEquals("by ann", page.select(".post .text").text());
        assertEquals("Posts by Ann", page.select("h1").text());
        reader.get("/posts?author=nobody").expect(404);
    }

    @Test
    void a_vote_is_marked_changed_and_taken_back_and_one_stays_where_one_was() {
        Program ann = lab.programOf("ann");
        String id = ann.write("Good morning!");
        Browser bob = lab.loggedIn("bob");
        String where = "?author=ann";
        assertEquals(List.of("Like 0", "Dislike 0"), buttons(bob, where));
        press(bob, where, "Like").expectRedirect("/posts?author=ann#" + id);
        assertEquals(List.of("Like 1 pressed", "Dislike 0"), buttons(bob, where));
        press(bob, where, "Dislike").expectRedirect("/posts?author=ann#" + id);
        assertEquals(List.of("Like 0", "Dislike 1 pressed"), buttons(bob, where));
        press(bob, where, "Dislike").expectRedirect("/posts?author=ann#" + id);
        assertEquals(List.of("Like 0", "Dislike 0"), buttons(bob, where));
        Answer flood = press(bob, where, "Like").expect(429);
        assertEquals("60", flood.header("Retry-After"));
        assertTrue(flood.text().contains("very often in the last minute"), flood.text());
    }

    @Test
    void a_place_that_was_made_up_leads_nowhere_else() {
        String id = lab.programOf("ann").write("Good morning!");
        Browser bob = lab.loggedIn("bob");
        bob.post("/posts/" + id + "/like?author=" + View.encode("//evil.example#\r\nX: y&a=b"))
                .expectRedirect("/posts?author=%2F%2Fevil.example%23%0D%0AX%3A+y%26a%3Db#" + id);
    }

    @Test
    void one_deletes_ones_own_and_an_admin_anybodys() {
        Program writer = lab.programOf("ann");
        String first = writer.write("first");
        String second = writer.write("second");
        Browser bob = lab.loggedIn("bob");
        assertTrue(bob.get("/posts").page().select("details").isEmpty());
        bob.post("/posts/" + first + "/delete").expect(403);
        Browser ann = lab.browser();
        ann.logIn("ann", Lab.PASSWORD);
        assertEquals(2, ann.get("/posts").page().select("details button").size());
        ann.post("/posts/" + first + "/delete").expectRedirect("/posts");
        assertFalse(ann.get("/posts").text().contains("first"));
        ann.post("/posts/" + first + "/delete").expect(404);
        lab.promote("bob");
        assertEquals(
                "Delete the post of ann for good",
                bob.get("/posts").page().select("details button").attr("aria-label"));
        bob.post("/posts/" + second + "/delete").expectRedirect("/posts");
        assertEquals(0, posts(ann.get("/posts")).size());
    }

    @Test
    void another_site_writes_and_votes_in_nobodys_name() {
        String id = lab.programOf("ann").write("Good morning!");
        Browser bob = lab.loggedIn("bob");
        String[] foreign = {"Sec-Fetch-Site", "cross-site"};
        bob.post(foreign, "/posts", "text", "spam").expect(403);
        for (String action : List.of("like", "dislike", "unvote", "delete")) {
            bob.post(foreign, "/posts/" + id + "/" + action).expect(403);
        }
        assertEquals(List.of("Like 0", "Dislike 0"), buttons(bob, ""));
        assertEquals(1, posts(bob.get("/posts")).size());
    }

    private static Elements posts(Answer answer) {
        return answer.expect(200).page().select(".post");
    }

    private static List<String> ends(Answer answer) {
        Elements texts = posts(answer).select(".text");
        return List.of(texts.first().text(), texts.last().text());
    }

    private static String older(Answer answer) {
        return answer.page().select("a[rel=next]").attr("href");
    }

    private static List<String> buttons(Browser browser, String where) {
        return posts(browser.get("/posts" + where)).first().select("button.vote").stream()
                .map(button -> button.text() + (button.attr("aria-pressed").equals("true") ? " pressed" : ""))
                .toList();
    }

    private static Answer press(Browser browser, String where, String button) {
        return browser.post(browser.get("/posts" + where)
                .page()
                .select("form:has(button.vote:matches(^" + button + "))")
                .attr("action"));
    }
}
