package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.MailServer.ReceivedLetter;

class ConfirmationTest {
    private static final String ANNS = "ann@example.org";
    private static final String NEW = "ann@example.net";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @Test
    void a_letter_comes_at_sign_up_and_its_link_opens_a_page_with_one_button_that_confirms() {
        Browser ann = signedUp("ann", ANNS);
        String link = lab.link(ANNS);
        Answer page = ann.get(link).expect(200);
        assertEquals(1, page.page().select("main button").size());
        assertTrue(page.text().contains("ann") && page.text().contains(ANNS));
        ann.logIn(ANNS, Lab.PASSWORD).expect(401);
        ann.post(link).expectRedirect("/login?confirmed");
        assertTrue(ann.get("/login?confirmed").text().contains("The address is confirmed"));
        ann.logIn(ANNS, Lab.PASSWORD).expect(303);
        assertTrue(ann.get("/account").text().contains(ANNS + " confirmed"));
    }

    @Test
    void a_link_works_once() {
        Browser ann = signedUp("ann", ANNS);
        String link = lab.link(ANNS);
        ann.post(link).expect(303);
        for (Answer answer : List.of(ann.get(link), ann.post(link))) {
            assertTrue(answer.expect(404).text().contains("does not work any more"), answer.text());
        }
    }

    @Test
    void a_link_is_good_for_24_hours() {
        Browser ann = signedUp("ann", ANNS);
        String link = lab.link(ANNS);
        lab.clock.pass(Duration.ofHours(24).minusSeconds(1));
        ann.get(link).expect(200);
        lab.clock.pass(Duration.ofSeconds(1));
        ann.get(link).expect(404);
        ann.post(link).expect(404);
    }

    @Test
    void a_link_dies_when_another_address_is_set() {
        Browser ann = signedUp("ann", ANNS);
        String link = lab.link(ANNS);
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        change(ann, NEW).expectRedirect("/account?done=email#email-form");
        ann.post(link).expect(404);
        ann.post(lab.link(NEW)).expectRedirect("/account?done=confirmed#email-form");
        assertTrue(ann.get("/account").text().contains(NEW + " confirmed"));
    }

    @Test
    void a_made_up_link_opens_nothing() {
        for (String path : List.of("/confirm/x", "/reset/x", "/restore/x", "/confirm/" + "A".repeat(43))) {
            lab.browser().get(path).expect(404);
            lab.browser().post(path, "password", "a wholly different sentence").expect(404);
        }
        signedUp("ann", ANNS);
        String ofAnotherKind = lab.link(ANNS).replace("/confirm/", "/reset/");
        lab.browser().get(ofAnotherKind).expect(404);
    }

    @Test
    void nobody_can_keep_an_address_from_its_owner_by_being_first() {
        Browser mallory = signedUp("mallory", ANNS);
        String mallorysLink = lab.link(ANNS);
        Browser ann = signedUp("ann", "ANN@example.org");
        ann.post(lab.link("ANN@example.org")).expect(303);
        assertTrue(mallory.post(mallorysLink).expect(404).text().contains("belongs to another account"));
        ann.logIn(ANNS, Lab.PASSWORD).expect(303);
        assertEquals("ann", ann.get("/me").page().select("h1").text());
    }

    @Test
    void sign_up_with_an_address_of_somebody_elses_answers_as_always_and_the_owner_is_told() {
        lab.confirmed("ann", ANNS);
        Answer usual = lab.browser().signUp("bob", Lab.PASSWORD, "bob@example.org");
        Answer unusual = lab.browser().signUp("eve", Lab.PASSWORD, "Ann@Example.org");
        assertEquals(usual.status(), unusual.status());
        assertEquals(usual.header("Location").replace("bob", "eve"), unusual.header("Location"));
        assertEquals(usual.body(), unusual.body());
        ReceivedLetter letter = lab.letters("Ann@example.org").get(0);
        assertEquals("You have an account already", letter.subject());
        assertTrue(letter.text().contains("Hello ann,") && !letter.text().contains("eve"), letter.text());
        assertEquals("/forgot", letter.path());
    }

    /** Whoever signs up with somebody else's address, and waits until they use the account, gets nothing. */
    @Test
    void somebody_signed_up_with_my_address_and_a_password_of_theirs() {
        // 1. they sign up with my address, and are logged in
        Browser they = signedUp("mine", ANNS);
        they.logIn("mine", Lab.PASSWORD).expect(303);
        they.get("/me").expect(200);
        // 2. I confirm the address: they are out
        Browser me = lab.browser();
        me.post(lab.link(ANNS)).expectRedirect("/login?confirmed");
        they.get("/me").expectRedirect("/login");
        // 3. as I do not know their password, I set one of mine: theirs is worth nothing
        they.logIn("mine", Lab.PASSWORD).expect(303);
        me.post("/forgot", "username", ANNS).expect(303);
        me.post(lab.link(ANNS), "password", "a sentence of my own").expectRedirect("/login?reset");
        they.get("/me").expectRedirect("/login");
        they.logIn("mine", Lab.PASSWORD).expect(401);
        they.logIn(ANNS, Lab.PASSWORD).expect(401);
        // 4. I am in
        me.logIn(ANNS, "a sentence of my own").expect(303);
        me.get("/me").expect(200);
    }

    @Test
    void confirming_ends_all_other_sessions_and_not_the_one_that_confirms() {
        Browser phone = signedUp("ann", ANNS);
        phone.logIn("ann", Lab.PASSWORD).expect(303);
        Browser laptop = lab.browser();
        laptop.logIn("ann", Lab.PASSWORD).expect(303);
        Browser bob = lab.loggedIn("bob");
        laptop.post(lab.link(ANNS)).expectRedirect("/account?done=confirmed#email-form");
        phone.get("/me").expectRedirect("/login");
        laptop.get("/me").expect(200);
        bob.get("/me").expect(200);
    }

    @Test
    void somebody_elses_session_neither_helps_nor_suffers() {
        signedUp("ann", ANNS);
        Browser bob = lab.loggedIn("bob");
        bob.post(lab.link(ANNS)).expectRedirect("/login?confirmed");
        assertEquals("bob", bob.get("/me").page().select("h1").text());
    }

    @Test
    void the_letter_is_sent_again_at_most_once_a_minute_and_five_times_a_day() {
        Browser ann = signedUp("ann", ANNS);
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        lab.clock.pass(Duration.ofSeconds(59));
        Answer tooSoon = ann.post("/account/email/again").expect(429);
        assertEquals("1", tooSoon.header("Retry-After"));
        assertTrue(tooSoon.text().contains("wait 1 second and"), tooSoon.text());
        for (int i = 0; i < 5; i++) {
            lab.clock.pass(Duration.ofMinutes(1));
            ann.post("/account/email/again").expectRedirect("/account?done=again#email-form");
        }
        lab.clock.pass(Duration.ofHours(1));
        ann.post("/account/email/again").expect(429);
        assertEquals(6, lab.letters(ANNS).size());
        lab.clock.pass(Duration.ofHours(23));
        ann.post("/account/email/again").expect(303);
        ann.post(lab.link(ANNS)).expect(303);
        ann.post("/account/email/again").expect(422);
        assertEquals(7, lab.letters(ANNS).size(), "and none after it is confirmed");
    }

    @Test
    void changing_the_address_back_and_forth_is_no_way_to_more_letters() {
        Browser ann = signedUp("ann", ANNS);
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        for (int i = 0; i < 5; i++) {
            change(ann, "victim" + i + "@example.org").expect(303);
        }
        Answer answer = change(ann, "victim6@example.org").expect(429);
        assertEquals("victim6@example.org", answer.page().select("#email").val());
        assertEquals(0, lab.letters("victim6@example.org").size());
    }

    @Test
    void many_accounts_together_do_not_flood_a_mailbox_either() {
        lab.mail().stop();
        for (int i = 0; i < 15; i++) {
            signedUp("eve" + i, i % 2 == 0 ? ANNS : "ANN@exam\u00adple.org");
        }
        lab.deliver();
        lab.mail().start();
        lab.clock.pass(Duration.ofMinutes(70));
        assertEquals(
                10, lab.letters(ANNS).size() + lab.letters("ANN@example.org").size());
        // those that were too many are only late: one of them may be the owner's own
        lab.clock.pass(Duration.ofHours(5));
        assertEquals(
                15, lab.letters(ANNS).size() + lab.letters("ANN@example.org").size());
    }

    @Test
    void a_change_needs_the_password_and_counts_from_its_confirmation_on() {
        Browser ann = lab.confirmed("ann", ANNS);
        Browser phone = lab.browser();
        phone.logIn("ann", Lab.PASSWORD).expect(303);
        Answer refused = ann.post("/account/email", "email", NEW, "current_password", "a guess")
                .expect(422);
        assertEquals(
                "This is not your password.",
                refused.page().select("#email-password-error").text());
        assertEquals(NEW, refused.page().select("#email").val());
        assertEquals(0, refused.page().select("#current_password-error").size(), "the other form has no such message");
        assertFalse(refused.body().contains("a guess"));

        change(ann, NEW).expect(303);
        lab.browser().logIn(NEW, Lab.PASSWORD).expect(401);
        lab.browser().logIn(ANNS, Lab.PASSWORD).expect(303);
        String text = ann.get("/account?done=email").text();
        assertTrue(text.contains(ANNS + " confirmed") && text.contains(NEW + " is not confirmed yet"), text);
        ReceivedLetter notice = lab.letters(ANNS).get(1);
        assertEquals("Your e-mail address is being changed", notice.subject());
        assertTrue(notice.text().contains(NEW));

        phone.get("/me").expect(200);
        ann.post(lab.link(NEW)).expectRedirect("/account?done=confirmed#email-form");
        phone.get("/me").expectRedirect("/login");
        lab.browser().logIn(ANNS, Lab.PASSWORD).expect(401);
        lab.browser().logIn(NEW, Lab.PASSWORD).expect(303);
    }

    @Test
    void a_change_can_be_called_off_by_the_old_address_by_the_password_and_by_a_reset() {
        Browser ann = lab.confirmed("ann", ANNS);
        change(ann, NEW).expect(303);
        String first = lab.link(NEW);
        change(ann, ANNS).expect(303);
        assertFalse(ann.get("/account").text().contains(NEW));
        ann.post(first).expect(404);

        change(ann, NEW).expect(303);
        String second = lab.link(NEW);
        ann.post("/account/password", "current_password", Lab.PASSWORD, "password", "a wholly different sentence")
                .expect(303);
        ann.post(second).expect(404);
        assertFalse(ann.get("/account").text().contains(NEW));

        ann.post("/account/email", "email", NEW, "current_password", "a wholly different sentence")
                .expect(303);
        String third = lab.link(NEW);
        ann.post("/forgot", "username", "ann").expect(303);
        ann.post(lab.link(ANNS), "password", Lab.PASSWORD).expect(303);
        ann.post(third).expect(404);
        lab.browser().logIn(ANNS, Lab.PASSWORD).expect(303);
    }

    /** Somebody knows the password, and does everything to keep the account. */
    @Test
    void the_old_address_takes_the_account_back_from_a_thief() {
        lab.confirmed("ann", ANNS);
        Browser thief = lab.browser();
        thief.logIn("ann", Lab.PASSWORD).expect(303);
        // 1. the thief changes the address, confirms it, and changes the password
        change(thief, "thief@evil.example").expect(303);
        thief.post(lab.link("thief@evil.example")).expect(303);
        thief.post("/account/password", "current_password", Lab.PASSWORD, "password", "a sentence of the thief")
                .expect(303);
        // 2. and once more, to an address further on, so as to have a link of the same kind; then deletes the account
        thief.post("/account/email", "email", "thief@more.example", "current_password", "a sentence of the thief")
                .expect(303);
        thief.post(lab.link("thief@more.example")).expect(303);
        thief.post("/account/delete", "username", "ann", "current_password", "a sentence of the thief")
                .expect(303);
        // 3. Ann finds the e-mail days later
        lab.clock.pass(Duration.ofDays(6));
        ReceivedLetter warning = lab.letters(ANNS).get(1);
        assertEquals("Your e-mail address is being changed", warning.subject());
        Browser ann = lab.browser();
        ann.get(warning.path()).expect(200);
        ann.post(warning.path(), "password", "a sentence of her own").expectRedirect("/login?reset");
        ann.logIn(ANNS, "a sentence of her own").expect(303);
        // 4. the thief is out for good
        thief.get("/me").expect(303);
        thief.logIn("ann", "a sentence of the thief").expect(401);
        thief.post("/forgot", "username", "ann").expect(303);
        for (String address : List.of("thief@evil.example", "thief@more.example")) {
            for (ReceivedLetter letter : lab.letters(address)) {
                String path = letter.path();
                int status = path.equals("/forgot")
                        ? 404
                        : thief.post(path, "password", "one more sentence").status();
                assertEquals(404, status, letter.text());
            }
        }
        ann.get("/me").expect(200);
    }

    @Test
    void an_account_can_be_taken_back_for_7_days() {
        Browser ann = lab.confirmed("ann", ANNS);
        change(ann, NEW).expect(303);
        ann.post(lab.link(NEW)).expect(303);
        String back = lab.letters(ANNS).get(1).path();
        lab.clock.pass(Duration.ofDays(7).minusSeconds(1));
        lab.browser().get(back).expect(200);
        lab.clock.pass(Duration.ofSeconds(1));
        lab.browser().get(back).expect(404);
    }

    @Test
    void an_export_does_not_tell_whether_an_address_is_somebody_elses() {
        lab.confirmed("ann", ANNS);
        Browser eve = signedUp("eve", ANNS);
        Browser bob = signedUp("bob", "free@example.org");
        lab.deliver();
        eve.logIn("eve", Lab.PASSWORD).expect(303);
        bob.logIn("bob", Lab.PASSWORD).expect(303);
        assertEquals(count(bob, "CONFIRM_EMAIL"), count(eve, "CONFIRM_EMAIL"));
    }

    private static long count(Browser browser, String word) {
        return browser.get("/account/export").expect(200).body().split(word, -1).length;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "ann@",
                "@example.org",
                "ann@example",
                "ann@exam ple.org",
                "ann@example..org",
                "ann@[127.0.0.1]",
                "ann@localhost",
                "\"a b\"@example.org",
                "ann(comment)@example.org",
                "a\\@b@example.org",
                "a.\n.b@example.org",
                "a\u0000b@example.org",
                "ann@example.org\r\nBcc: eve@example.org",
                "Ann <ann@example.org>",
                "ann@example.org,eve@example.org",
                "änn@example.org",
                "m\u0131ke@example.org",
                "ann@-example.org",
                "ann@" + LONG + ".org"
            })
    void what_is_no_address_is_refused_beside_its_field_and_kept(String typed) {
        Answer answer = lab.browser().signUp("ann", Lab.PASSWORD, typed).expect(422);
        assertTrue(answer.error("email").contains("does not look like"), answer.text());
        Browser bob = lab.loggedIn("bob");
        change(bob, typed).expect(422);
    }

    private static final String LONG =
            "abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz."
                    + "abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz."
                    + "abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz.abcdefghijklmnopqrstuvwxyz";

    @Test
    void an_international_domain_works_in_both_spellings() {
        signedUp("ann", "ann@bücher.example");
        assertEquals(1, lab.letters("ann@xn--bcher-kva.example").size());
        lab.browser().post(lab.link("ann@xn--bcher-kva.example")).expect(303);
        lab.browser().logIn("Ann@BÜCHER.example", Lab.PASSWORD).expect(303);
        Browser ann = lab.browser();
        ann.logIn("ann@xn--bcher-kva.example", Lab.PASSWORD).expect(303);
        assertTrue(ann.get("/account").text().contains("ann@bücher.example confirmed"));
    }

    @Test
    void pages_of_a_link_tell_nobody_where_they_were_and_work_in_a_browser_that_hides_its_origin() {
        signedUp("ann", ANNS);
        String link = lab.link(ANNS);
        assertEquals("no-referrer", lab.browser().get(link).header("Referrer-Policy"));
        String[] withoutTls = {"Origin", "null"};
        lab.browser().post(withoutTls, link).expect(303);
        lab.browser().post(withoutTls, "/login", "username", "ann").expect(403);
    }

    private Browser signedUp(String username, String email) {
        Browser browser = lab.browser();
        browser.signUp(username, Lab.PASSWORD, email).expect(303);
        return browser;
    }

    private static Answer change(Browser browser, String email) {
        return browser.post("/account/email", "email", email, "current_password", Lab.PASSWORD);
    }
}
