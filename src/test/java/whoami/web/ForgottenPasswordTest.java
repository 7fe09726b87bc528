package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.MailServer.ReceivedLetter;

class ForgottenPasswordTest {
    private static final String ANNS = "ann@example.org";
    private static final String NEW = "a wholly different sentence";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "TRUSTED_PROXIES", "127.0.0.1");

    @Test
    void whoever_reads_the_letter_sets_a_new_password_and_is_not_logged_in_by_it() {
        lab.confirmed("ann", ANNS);
        Browser ann = lab.browser();
        assertEquals("username", ann.get("/forgot").page().select("main input").attr("name"));
        forgot(ann, "ann").expectRedirect("/forgot?sent");
        assertTrue(ann.get("/forgot?sent").page().select("main input").isEmpty());
        String link = lab.link(ANNS);
        Answer form = ann.get(link).expect(200);
        assertEquals("A new password for ann", form.page().select("h1").text());
        reset(ann, link, NEW).expectRedirect("/login?reset");
        assertTrue(ann.sessionId().isEmpty());
        ann.logIn("ann", Lab.PASSWORD).expect(401);
        ann.logIn("ann", NEW).expect(303);
    }

    @Test
    void username_and_address_both_do_in_any_case() {
        lab.confirmed("ann", ANNS);
        for (String login : List.of("Ann", " ann ", "ANN@example.org")) {
            forgot(lab.browser(), login).expect(303);
        }
        assertEquals(4, lab.letters(ANNS).size(), "the confirmation, and one for each");
    }

    @Test
    void the_answer_is_the_same_for_everybody_and_so_is_the_work_behind_it() {
        lab.confirmed("ann", ANNS);
        lab.browser().signUp("bob", Lab.PASSWORD, "bob@example.org").expect(303);
        lab.loggedIn("nomail");
        lab.deliver();
        for (String login : List.of("ann", ANNS, "bob", "bob@example.org", "nomail", "nobody", "a@b", "", "x'; --")) {
            Answer answer = forgot(lab.browser(), login).expectRedirect("/forgot?sent");
            assertEquals(forgot(lab.browser(), "nobody").body(), answer.body());
        }
        lab.deliver();
        assertEquals(3, lab.letters(ANNS).size());
        assertEquals(
                1, lab.letters("bob@example.org").size(), "the confirmation: nothing goes to an unconfirmed address");
        assertEquals(0, outbox("sent_at IS NULL"), "and nothing is kept of what was typed");
    }

    /** The page does not even look whether there is such a user, so its time cannot tell either. */
    @Test
    void the_letter_is_queued_in_the_same_way_for_a_known_and_an_unknown_user() {
        lab.confirmed("ann", ANNS);
        lab.deliver();
        lab.mail().stop();
        lab.refuse("INSERT ON outbox", "NEW.kind <> 'RESET_ASKED'", "looked up too early");
        forgot(lab.browser(), "ann").expect(303);
        forgot(lab.browser(), "nobody").expect(303);
    }

    @Test
    void a_link_is_good_for_one_hour() {
        lab.confirmed("ann", ANNS);
        forgot(lab.browser(), "ann").expect(303);
        String link = lab.link(ANNS);
        lab.clock.pass(Duration.ofHours(1).minusSeconds(1));
        lab.browser().get(link).expect(200);
        lab.clock.pass(Duration.ofSeconds(1));
        lab.browser().get(link).expect(404);
        reset(lab.browser(), link, NEW).expect(404);
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
    }

    @Test
    void a_link_works_once_and_takes_all_others_with_it() {
        lab.confirmed("ann", ANNS);
        forgot(lab.browser(), "ann").expect(303);
        String first = lab.link(ANNS);
        forgot(lab.browser(), "ann").expect(303);
        String second = lab.link(ANNS);
        reset(lab.browser(), first, NEW).expect(303);
        reset(lab.browser(), first, "yet another sentence").expect(404);
        reset(lab.browser(), second, "yet another sentence").expect(404);
        lab.browser().logIn("ann", NEW).expect(303);
    }

    @Test
    void of_many_who_use_a_link_at_once_exactly_one_does() throws Exception {
        lab.confirmed("ann", ANNS);
        forgot(lab.browser(), "ann").expect(303);
        String link = lab.link(ANNS);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Answer>> rivals = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Answer>) () -> reset(lab.browser(), link, "sentence number " + i))
                    .toList();
            int winners = 0;
            for (var rival : threads.invokeAll(rivals)) {
                winners += rival.get().status() == 303 ? 1 : 0;
            }
            assertEquals(1, winners);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_link_dies_with_a_change_of_the_password() {
        Browser ann = lab.confirmed("ann", ANNS);
        forgot(lab.browser(), "ann").expect(303);
        String link = lab.link(ANNS);
        ann.post("/account/password", "current_password", Lab.PASSWORD, "password", NEW)
                .expect(303);
        reset(lab.browser(), link, "yet another sentence").expect(404);
    }

    @Test
    void a_link_dies_with_a_change_of_the_address() {
        Browser ann = lab.confirmed("ann", ANNS);
        ann.post("/account/email", "email", "ann@example.net", "current_password", Lab.PASSWORD)
                .expect(303);
        forgot(lab.browser(), "ann").expect(303);
        String link = lab.link(ANNS);
        ann.post(lab.link("ann@example.net")).expect(303);
        reset(lab.browser(), link, NEW).expect(404);
        forgot(lab.browser(), "ann").expect(303);
        assertTrue(lab.link("ann@example.net").startsWith("/reset/"));
    }

    @Test
    void a_letter_that_was_late_does_not_undo_what_happened_since() {
        Browser ann = lab.confirmed("ann", ANNS);
        lab.mail().stop();
        forgot(lab.browser(), "ann").expect(303);
        lab.deliver();
        lab.clock.pass(Duration.ofMinutes(5));
        ann.post("/account/password", "current_password", Lab.PASSWORD, "password", NEW)
                .expect(303);
        lab.mail().start();
        lab.clock.pass(Duration.ofMinutes(5));
        assertEquals(
                List.of("Please confirm your e-mail address", "Your password was changed"),
                lab.letters(ANNS).stream().map(ReceivedLetter::subject).toList());
    }

    @Test
    void a_reset_ends_every_session_and_sends_a_notice() {
        Browser phone = lab.confirmed("ann", ANNS);
        Browser bob = lab.loggedIn("bob");
        forgot(lab.browser(), "ann").expect(303);
        reset(lab.browser(), lab.link(ANNS), NEW).expect(303);
        phone.get("/me").expectRedirect("/login");
        bob.get("/me").expect(200);
        List<ReceivedLetter> letters = lab.letters(ANNS);
        assertEquals(
                "Your password was changed", letters.get(letters.size() - 1).subject());
        phone.logIn("ann", NEW).expect(303);
        assertTrue(phone.get("/account/activity").text().contains("Set a new password by a link"));
    }

    @Test
    void a_bad_password_is_refused_and_the_link_stays_good() {
        lab.confirmed("ann", ANNS);
        forgot(lab.browser(), "ann").expect(303);
        String link = lab.link(ANNS);
        Answer answer = reset(lab.browser(), link, "short").expect(422);
        assertTrue(answer.error("password").contains("at least 8"));
        assertFalse(answer.page().select("main form").hasAttr("action"));
        reset(lab.browser(), link, "ann@example.org").expect(422);
        reset(lab.browser(), link, NEW).expect(303);
    }

    @Test
    void one_account_gets_three_letters_an_hour_however_many_are_asked_for() {
        lab.confirmed("ann", ANNS);
        for (int i = 0; i < 10; i++) {
            forgot(from("198.51.100." + i), "ann").expect(303);
        }
        assertEquals(4, lab.letters(ANNS).size());
        lab.clock.pass(Duration.ofHours(1));
        forgot(lab.browser(), "ann").expect(303);
        assertEquals(5, lab.letters(ANNS).size());
    }

    @Test
    void a_thief_cannot_use_up_the_letters_and_kill_their_links() {
        Browser thief = lab.confirmed("ann", ANNS);
        for (int i = 0; i < 3; i++) {
            forgot(lab.browser(), "ann").expect(303);
        }
        lab.deliver();
        lab.clock.pass(Duration.ofSeconds(1));
        thief.post("/account/password", "current_password", Lab.PASSWORD, "password", NEW)
                .expect(303);
        forgot(lab.browser(), "ann").expect(303);
        reset(lab.browser(), lab.link(ANNS), "a sentence of her own").expectRedirect("/login?reset");
    }

    @Test
    void a_change_that_began_with_the_old_password_fails_after_the_reset() throws Exception {
        Browser thief = lab.confirmed("ann", ANNS);
        forgot(lab.browser(), "ann").expect(303);
        String link = lab.link(ANNS);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            var reset = threads.submit(() -> reset(lab.browser(), link, NEW));
            var change = threads.submit(() ->
                    thief.post("/account/email", "email", "thief@evil.example", "current_password", Lab.PASSWORD));
            reset.get().expect(303);
            change.get();
            thief.post(link).expect(404);
        } finally {
            threads.shutdownNow();
        }
        lab.browser().logIn("ann", NEW).expect(303);
        assertEquals(0, lab.rows("users WHERE unconfirmed_email IS NOT NULL"));
    }

    @Test
    void after_a_reset_one_does_not_wait_for_ones_earlier_tries() {
        lab.confirmed("ann", ANNS);
        Browser ann = lab.browser();
        for (int i = 0; i < 5; i++) {
            ann.logIn("ann", "wrong").expect(401);
        }
        ann.logIn("ann", "wrong").expect(429);
        forgot(ann, "ann").expect(303);
        reset(ann, lab.link(ANNS), NEW).expect(303);
        ann.logIn("ann", NEW).expect(303);
    }

    @Test
    void a_new_name_does_not_make_a_letter_pointless() {
        Browser ann = lab.confirmed("ann", ANNS);
        lab.mail().stop();
        forgot(lab.browser(), "ann").expect(303);
        lab.deliver();
        lab.clock.pass(Duration.ofSeconds(1));
        ann.post("/account/profile", "name", "Ann").expect(303);
        lab.mail().start();
        lab.clock.pass(Duration.ofMinutes(2));
        assertTrue(lab.link(ANNS).startsWith("/reset/"));
    }

    @Test
    void one_network_that_asks_for_many_is_slowed_down() {
        String[] mallorys = {"X-Forwarded-For", "198.51.100.1"};
        for (int i = 0; i < 21; i++) {
            lab.browser().post(mallorys, "/forgot", "username", "user" + i).expect(303);
        }
        Answer answer =
                lab.browser().post(mallorys, "/forgot", "username", "one more").expect(429);
        assertEquals("1", answer.header("Retry-After"));
        assertEquals("one more", answer.page().select("#username").val());
        forgot(lab.browser(), "one more").expect(303);
    }

    @Test
    void more_than_can_be_an_address_is_cut_short() {
        lab.refuse("INSERT ON outbox", "LENGTH(NEW.recipient) > 254", "too long");
        forgot(lab.browser(), "x".repeat(10_000)).expect(303);
    }

    private interface Asker {
        Answer post(String path, String... fields);
    }

    private Asker from(String address) {
        return (path, fields) -> lab.browser().post(new String[] {"X-Forwarded-For", address}, path, fields);
    }

    private static Answer forgot(Asker asker, String login) {
        return asker.post("/forgot", "username", login);
    }

    private static Answer forgot(Browser browser, String login) {
        return forgot(browser::post, login);
    }

    private static Answer reset(Browser browser, String link, String password) {
        return browser.post(link, "password", password);
    }

    private int outbox(String condition) {
        return lab.rows("outbox WHERE " + condition);
    }
}
