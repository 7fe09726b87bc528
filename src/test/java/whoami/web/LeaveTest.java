package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.MailServer.ReceivedLetter;

class LeaveTest {
    private static final String ANNS = "ann@example.org";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @Test
    void everything_that_is_held_about_somebody_can_be_downloaded_but_for_hashes() throws JsonProcessingException {
        Browser ann = lab.confirmed("ann", ANNS);
        ann.post("/account/profile", "name", "Ann Ömmel").expect(303);
        ann.post("/account/email", "email", "ann@example.net", "current_password", Lab.PASSWORD)
                .expect(303);
        lab.deliver();
        ann.post("/account/keys", "name", "backup", "scope", "read").expect(200);
        lab.program().logIn("ann");
        lab.programOf("bob");
        Answer answer = ann.get("/account/export").expect(200);
        assertEquals("attachment; filename=\"whoami-ann.json\"", answer.header("Content-Disposition"));
        JsonNode all = new ObjectMapper().readTree(answer.body());
        assertEquals("ann", all.at("/user/username").asText());
        assertEquals("Ann Ömmel", all.at("/user/name").asText());
        assertEquals(ANNS, all.at("/user/email").asText());
        assertEquals("ann@example.net", all.at("/user/unconfirmed_email").asText());
        assertEquals("2026-11-20T12:00:00Z", all.at("/user/created_at").asText());
        assertEquals(1, all.get("sessions").size());
        assertEquals(1, all.get("programs").size());
        assertEquals("backup", all.at("/keys/0/name").asText());
        assertEquals("127.0.0.1", all.at("/sessions/0/address").asText());
        assertEquals("127.0.0.1", all.at("/programs/0/address").asText());
        assertEquals(
                List.of(
                        "Signed up",
                        "Confirmed the e-mail address",
                        "Logged in",
                        "Changed the name",
                        "Gave another e-mail address",
                        "Proved the password again",
                        "Made an API key",
                        "Logged in a program",
                        "Downloaded everything"),
                all.get("events").findValuesAsText("what"));
        assertEquals(
                List.of(ANNS, "ann@example.net", ANNS, ANNS), all.get("letters").findValuesAsText("to"));
        assertEquals(List.of("CONFIRM_EMAIL", "TAKE_BACK"), all.get("links").findValuesAsText("purpose"));
        for (String column : List.of(
                "password_hash FROM users",
                "id_hash FROM sessions",
                "token_hash FROM tokens",
                "key_hash FROM api_keys",
                "token_hash FROM refresh_tokens")) {
            for (String hash : lab.database().read(tx -> tx.list(row -> row.getString(1), "SELECT " + column))) {
                assertFalse(answer.body().contains(hash), column);
            }
        }
        assertFalse(answer.body().contains("bob"));
    }

    @Test
    void the_download_asks_for_the_password_after_ten_minutes_and_then_goes_on() {
        Browser ann = lab.loggedIn("ann");
        lab.clock.pass(Duration.ofMinutes(10));
        ann.get("/account/export").expectRedirect("/account/prove?next=%2Faccount%2Fexport");
        String prove = "/account/prove?next=%2Faccount%2Fexport";
        Answer form = ann.get(prove).expect(200);
        assertEquals(prove, form.page().select("main form").attr("action"));
        assertEquals(
                "This is not your password.",
                ann.post(prove, "sudo_password", "wrong").expect(422).error("sudo_password"));
        ann.post(prove, "sudo_password", Lab.PASSWORD).expectRedirect("/account/export");
        ann.get("/account/export").expect(200);
        ann.post("/account/prove?next=//evil.example", "sudo_password", Lab.PASSWORD)
                .expectRedirect("/account");
        lab.clock.pass(Duration.ofMinutes(10));
        ann.get("/account/export", "Accept", "application/json").expect(403);
        lab.browser().get("/account/export").expect(303);
    }

    @Test
    void to_leave_takes_the_password_and_the_username_typed_out() {
        Browser ann = lab.loggedIn("ann");
        Answer answer = delete(ann, "an", Lab.PASSWORD).expect(422);
        assertTrue(answer.page().select("#delete-username-error").text().contains("type ann"), answer.text());
        assertEquals("an", answer.page().select("#delete-username").val());
        answer = delete(ann, "ann", "wrong").expect(422);
        assertEquals(
                "This is not your password.",
                answer.page().select("#delete-password-error").text());
        ann.get("/me").expect(200);
    }

    @Test
    void who_has_left_is_out_everywhere_at_once_and_a_log_in_fails_like_a_wrong_password() {
        Browser ann = lab.confirmed("ann", ANNS);
        Browser phone = lab.browser();
        phone.logIn("ann", Lab.PASSWORD).expect(303);
        Browser bob = lab.loggedIn("bob");
        delete(ann, "Ann ", Lab.PASSWORD).expectRedirect("/login?left");
        assertTrue(ann.sessionId().isEmpty(), "the cookie is taken back");
        phone.get("/me").expectRedirect("/login");
        bob.get("/me").expect(200);
        Answer gone = phone.logIn("ann", Lab.PASSWORD).expect(401);
        Answer wrong = phone.logIn("bob", "wrong").expect(401);
        assertEquals(wrong.body().replace("bob", "ann"), gone.body());
        phone.logIn(ANNS, Lab.PASSWORD).expect(401);
        assertEquals(
                List.of("Please confirm your e-mail address", "Your account was deleted"),
                lab.letters(ANNS).stream().map(ReceivedLetter::subject).toList());
    }

    @Test
    void the_letter_brings_everything_back_within_30_days() {
        Browser ann = lab.confirmed("ann", ANNS);
        ann.post("/account/profile", "name", "Ann").expect(303);
        delete(ann, "ann", Lab.PASSWORD).expect(303);
        String link = lab.link(ANNS);
        lab.clock.pass(Duration.ofDays(30).minusSeconds(1));
        lab.janitor().round();
        assertEquals(
                "Restore the account ann?",
                ann.get(link).expect(200).page().select("h1").text());
        ann.logIn("ann", Lab.PASSWORD).expect(401);
        ann.post(link).expectRedirect("/login?restored");
        ann.post(link).expect(404);
        ann.logIn(ANNS, Lab.PASSWORD).expect(303);
        assertEquals("Ann", ann.get("/account").page().select("#name").val());
        String activity = ann.get("/account/activity").page().text();
        assertTrue(activity.contains("Deleted the account") && activity.contains("Restored the account"), activity);
    }

    @Test
    void after_30_days_all_is_erased_but_the_username_which_stays_taken() {
        Browser ann = lab.confirmed("ann", ANNS);
        ann.post("/account/profile", "name", "Ann").expect(303);
        delete(ann, "ann", Lab.PASSWORD).expect(303);
        String link = lab.link(ANNS);
        lab.clock.pass(Duration.ofDays(30));
        ann.get(link).expect(404);
        ann.post(link).expect(404);
        lab.janitor().round();
        for (String table : List.of("sessions", "tokens", "outbox", "events")) {
            assertEquals(0, lab.rows(table + " WHERE user_id IS NOT NULL"), table);
        }
        assertEquals(
                1,
                lab.rows("users WHERE username = 'ann' AND name IS NULL AND email IS NULL AND email_key IS NULL"
                        + " AND unconfirmed_email IS NULL AND password_hash = ''"));
        assertTrue(lab.browser()
                .signUp("Ann", Lab.PASSWORD)
                .expect(422)
                .error("username")
                .contains("taken"));
        ann.logIn("ann", "").expect(401);
        ann.logIn("ann", Lab.PASSWORD).expect(401);
        lab.janitor().round();
    }

    @Test
    void the_address_of_who_has_left_is_free_and_stays_with_who_has_it_now() {
        Browser ann = lab.confirmed("ann", ANNS);
        delete(ann, "ann", Lab.PASSWORD).expect(303);
        String link = lab.link(ANNS);
        lab.confirmed("anna", ANNS);
        assertTrue(ann.get(link).text().contains("belongs to another account by now"));
        ann.post(link).expectRedirect("/login?restored");
        Browser back = lab.browser();
        back.logIn("ann", Lab.PASSWORD).expect(303);
        assertTrue(back.get("/account").text().contains("You have not given one."));
        back.logIn(ANNS, Lab.PASSWORD).expect(303);
        assertEquals("anna", back.get("/me").page().select("h1").text());
    }

    @Test
    void whoever_comes_back_can_set_a_new_password_at_once() {
        Browser thief = lab.confirmed("ann", ANNS);
        delete(thief, "ann", Lab.PASSWORD).expect(303);
        String link = lab.link(ANNS);
        assertTrue(lab.browser()
                .post(link, "password", "short")
                .expect(422)
                .error("password")
                .contains("at least 8"));
        lab.browser().post(link, "password", "a wholly different sentence").expectRedirect("/login?restored");
        thief.logIn("ann", Lab.PASSWORD).expect(401);
        lab.browser().logIn("ann", "a wholly different sentence").expect(303);
        var letters = lab.letters(ANNS);
        assertEquals(
                "Your password was changed", letters.get(letters.size() - 1).subject());
    }

    @Test
    void a_lost_letter_is_sent_again_to_whoever_asks_for_a_new_password() {
        Browser ann = lab.confirmed("ann", ANNS);
        delete(ann, "ann", Lab.PASSWORD).expect(303);
        for (String login : List.of("ann", ANNS)) {
            int before = lab.letters(ANNS).size();
            ann.post("/forgot", "username", login).expect(303);
            assertEquals(before + 1, lab.letters(ANNS).size());
        }
        ann.post(lab.link(ANNS)).expectRedirect("/login?restored");
    }

    @Test
    void without_a_confirmed_address_no_letter_goes_anywhere() {
        Browser ann = lab.browser();
        ann.signUp("ann", Lab.PASSWORD, ANNS).expect(303);
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        String link = lab.link(ANNS);
        assertTrue(ann.get("/account").text().contains("it cannot be restored"));
        delete(ann, "ann", Lab.PASSWORD).expect(303);
        assertEquals(1, lab.letters(ANNS).size());
        ann.post(link).expect(404);
    }

    private static Answer delete(Browser browser, String username, String password) {
        return browser.post("/account/delete", "username", username, "current_password", password);
    }
}
