package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Program;

class AccountTest {
    private static final String NEW = "a wholly different sentence";

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void every_page_of_it_is_closed_to_strangers() {
        for (String page : List.of("/account", "/account/sessions", "/account/activity")) {
            lab.browser().get(page).expectRedirect("/login?next=" + page.replace("/", "%2F"));
        }
        lab.browser().post("/account/password").expectRedirect("/login");
        lab.browser().post("/account/sessions/revoke").expectRedirect("/login");
    }

    @Test
    void a_new_password_works_from_then_on_and_the_old_one_does_not() {
        Browser ann = lab.loggedIn("ann");
        String before = ann.sessionId().orElseThrow();
        change(ann, Lab.PASSWORD, NEW).expectRedirect("/account?done=password#password-form");
        lab.browser().get("/me", "Cookie", "whoami=" + before).expectRedirect("/login");
        assertTrue(ann.get("/account?done=password").text().contains("Your password is changed"));
        lab.browser().logIn("ann", Lab.PASSWORD).expect(401);
        lab.browser().logIn("ann", NEW).expect(303);
    }

    @Test
    void a_new_password_ends_the_other_sessions_and_not_this_one_nor_anybody_elses() {
        Browser phone = lab.loggedIn("ann");
        Browser bob = lab.loggedIn("bob");
        Browser laptop = another("ann");
        change(laptop, Lab.PASSWORD, NEW).expect(303);
        phone.get("/me").expectRedirect("/login");
        laptop.get("/me").expect(200);
        bob.get("/me").expect(200);
    }

    @Test
    void without_the_current_password_nothing_changes() {
        Browser ann = lab.loggedIn("ann");
        Browser other = another("ann");
        Answer answer = change(ann, "not hers", NEW).expect(422);
        assertEquals("This is not your password.", answer.error("current_password"));
        assertFalse(answer.body().contains(NEW));
        other.get("/me").expect(200);
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
    }

    @Test
    void a_new_password_has_to_be_a_good_one() {
        Browser ann = lab.loggedIn("ann");
        assertTrue(
                change(ann, Lab.PASSWORD, "short").expect(422).error("password").contains("at least 8"));
        assertTrue(change(ann, Lab.PASSWORD, "password123")
                .expect(422)
                .error("password")
                .contains("very common"));
    }

    @Test
    void guessing_the_current_password_at_an_open_laptop_is_slowed_down() {
        Browser ann = lab.loggedIn("ann");
        for (int i = 0; i < 5; i++) {
            change(ann, "a guess", NEW).expect(422);
        }
        change(ann, Lab.PASSWORD, NEW).expect(429);
        lab.clock.pass(Duration.ofSeconds(1));
        change(ann, Lab.PASSWORD, NEW).expect(303);
    }

    @Test
    void the_list_of_sessions_says_which_is_this_one() {
        lab.signedUp("ann");
        Browser phone = lab.browser();
        String[] iPhone = {"User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"};
        phone.post(iPhone, "/login", "username", "ann", "password", Lab.PASSWORD)
                .expect(303);
        lab.clock.pass(Duration.ofMinutes(5));
        Browser laptop = another("ann");
        lab.loggedIn("bob");
        var rows = laptop.get("/account/sessions").expect(200).page().select(".rows li");
        assertEquals(2, rows.size(), "and none of Bob's");
        assertTrue(rows.get(0).text().contains("this one"));
        assertTrue(rows.get(1).text().contains("Safari on iPhone")
                && rows.get(1).text().contains("127.0.0.1"));
        assertTrue(
                rows.get(1).text().contains("since 20 Nov 2026, 12:00 UTC"),
                rows.get(1).text());
    }

    @Test
    void a_session_that_is_ended_is_refused_on_its_very_next_request() {
        Browser phone = lab.loggedIn("ann");
        Browser laptop = another("ann");
        phone.get("/me").expect(200);
        laptop.post("/account/sessions/revoke", "session", otherSession(laptop)).expectRedirect("/account/sessions");
        phone.get("/me").expectRedirect("/login");
        laptop.get("/me").expect(200);
    }

    @Test
    void all_others_can_be_ended_at_once() {
        Browser first = lab.loggedIn("ann");
        Browser second = another("ann");
        Browser bob = lab.loggedIn("bob");
        Browser laptop = another("ann");
        laptop.post("/account/sessions/revoke").expect(303);
        first.get("/me").expect(200);
        laptop.post("/account/sessions/revoke", "which", "others").expect(303);
        first.get("/me").expect(303);
        second.get("/me").expect(303);
        laptop.get("/me").expect(200);
        bob.get("/me").expect(200);
    }

    @Test
    void programs_are_listed_too_and_can_be_ended_alone_or_with_all_others() {
        Browser ann = lab.loggedIn("ann");
        Program first = lab.program().logIn("ann");
        Program second = lab.program().logIn("ann");
        Program bobs = lab.programOf("bob");
        var programs = ann.get("/account/sessions").page().select("input[name=program]");
        assertEquals(2, programs.size());
        ann.post("/account/sessions/revoke", "program", programs.last().val()).expect(303);
        first.get("/api/me").expect(401);
        second.get("/api/me").expect(200);
        ann.post("/account/sessions/revoke", "which", "others").expect(303);
        second.get("/api/me").expect(401);
        bobs.get("/api/me").expect(200);
        ann.get("/me").expect(200);
    }

    @Test
    void nobody_ends_the_session_of_somebody_else() {
        Browser ann = lab.loggedIn("ann");
        another("ann");
        String anns = otherSession(ann);
        lab.loggedIn("bob").post("/account/sessions/revoke", "session", anns).expect(303);
        assertEquals(2, ann.get("/account/sessions").page().select(".rows li").size());
    }

    @Test
    void after_ten_minutes_the_password_is_asked_for_and_then_what_was_asked_for_is_done() {
        Browser phone = lab.loggedIn("ann");
        Browser laptop = another("ann");
        String phones = otherSession(laptop);
        lab.clock.pass(Duration.ofMinutes(10));
        Answer asks = laptop.post("/account/sessions/revoke", "session", phones).expect(401);
        assertEquals("Is it you?", asks.page().select("h1").text());
        phone.get("/me").expect(200);
        assertEquals("/account/sessions/revoke", asks.page().select("main form").attr("action"));
        assertEquals(phones, asks.page().select("input[name=session]").val());
        Answer wrong = laptop.post("/account/sessions/revoke", "session", phones, "sudo_password", "a guess");
        assertEquals("This is not your password.", wrong.expect(422).error("sudo_password"));
        assertEquals(phones, wrong.page().select("input[name=session]").val());
        assertFalse(wrong.body().contains("a guess"));
        laptop.post("/account/sessions/revoke", "session", phones, "sudo_password", Lab.PASSWORD)
                .expectRedirect("/account/sessions");
        phone.get("/me").expect(303);
        another("ann");
        laptop.post("/account/sessions/revoke", "session", otherSession(laptop)).expect(303);
    }

    @Test
    void what_happened_is_shown_newest_first_and_nothing_of_others() {
        Browser ann = lab.signedUp("ann");
        lab.clock.pass(Duration.ofMinutes(1));
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        lab.clock.pass(Duration.ofMinutes(1));
        lab.browser().logIn("ann", "wrong").expect(401);
        lab.clock.pass(Duration.ofMinutes(1));
        change(ann, Lab.PASSWORD, NEW).expect(303);
        lab.loggedIn("bob");
        assertEquals(
                List.of("Changed the password", "Somebody tried a wrong password", "Logged in", "Signed up"),
                ann.get("/account/activity").page().select(".rows strong").eachText());
    }

    @Test
    void wrong_passwords_do_not_push_the_rest_out_of_sight() {
        Browser ann = lab.loggedIn("ann");
        for (int i = 0; i < 60; i++) {
            lab.clock.pass(Duration.ofMinutes(15));
            lab.browser().logIn("ann", "wrong").expect(401);
        }
        var rows = ann.get("/account/activity").page().select(".rows strong").eachText();
        assertEquals(12, rows.size());
        assertTrue(rows.containsAll(List.of("Signed up", "Logged in")), rows.toString());
    }

    @Test
    void a_program_that_asks_for_json_is_told_that_the_password_is_needed() {
        Browser ann = lab.loggedIn("ann");
        lab.clock.pass(Duration.ofMinutes(10));
        String[] json = {"Accept", "application/json"};
        ann.post(json, "/account/sessions/revoke", "which", "others").expect(403);
        ann.post(json, "/account/sessions/revoke", "which", "others", "sudo_password", "wrong")
                .expect(422);
    }

    @Test
    void the_last_events_are_shown_and_those_of_the_last_90_days_are_kept() {
        Browser ann = lab.loggedIn("ann");
        for (int i = 0; i < 55; i++) {
            lab.clock.pass(Duration.ofMinutes(1));
            ann.get("/me").expect(200);
            another("ann");
        }
        ann.get("/me").expect(200);
        assertEquals(40, ann.get("/account/activity").page().select(".rows li").size());
        assertEquals(50, ann.get("/account/sessions").page().select(".rows li").size(), "and no more sessions");
        lab.clock.pass(Duration.ofDays(91));
        lab.janitor().round();
        assertEquals(0, lab.rows("events"));
    }

    @Test
    void an_event_that_cannot_be_written_undoes_what_it_tells_of() {
        Browser ann = lab.loggedIn("ann");
        lab.refuse("INSERT ON events", "NEW.what = 'PASSWORD_CHANGED'", "no space");
        change(ann, Lab.PASSWORD, NEW).expect(500);
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
    }

    @Test
    void a_name_is_what_one_calls_oneself() {
        Browser ann = lab.loggedIn("ann");
        ann.post("/account/profile", "name", " Ännchen 👩‍🚀 O'Neill ")
                .expectRedirect("/account?done=profile#profile-form");
        assertEquals(
                "Ännchen 👩‍🚀 O'Neill",
                ann.get("/account?done=profile").page().select("#name").val());
        assertTrue(ann.get("/me").text().contains("Ännchen 👩‍🚀 O'Neill"));
        Answer tooLong = ann.post("/account/profile", "name", "x".repeat(101)).expect(422);
        assertTrue(tooLong.error("name").contains("at most 100"));
        assertEquals("x".repeat(101), tooLong.page().select("#name").val());
        ann.post("/account/profile", "name", "\u0007").expect(422);
        ann.post("/account/profile", "name", "😀".repeat(100)).expect(303);
        ann.post("/account/profile", "name", "").expect(303);
        assertEquals("", ann.get("/account").page().select("#name").val());
    }

    @Test
    void a_failed_form_leaves_the_others_as_they_are() {
        Browser ann = lab.loggedIn("ann");
        ann.post("/account/profile", "name", "Ann").expect(303);
        Answer answer = change(ann, "wrong", NEW).expect(422);
        assertEquals(1, answer.page().select("[role=alert]").size());
        assertEquals("Ann", answer.page().select("#name").val());
    }

    private Browser another(String username) {
        Browser browser = lab.browser();
        browser.logIn(username, Lab.PASSWORD).expect(303);
        return browser;
    }

    private static Answer change(Browser browser, String current, String wanted) {
        return browser.post("/account/password", "current_password", current, "password", wanted);
    }

    private static String otherSession(Browser browser) {
        return browser.get("/account/sessions")
                .page()
                .select("input[name=session]")
                .first()
                .val();
    }
}
