package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;

class SignUpTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void good_data_makes_a_user_who_is_greeted_with_the_name_filled_in() {
        Browser ann = lab.browser();
        Answer answer = ann.post("/signup", "username", "Ann", "password", Lab.PASSWORD, "email", "ann@example.org");
        answer.expectRedirect("/login?welcome=Ann");
        var login = ann.get(answer.header("Location")).expect(200).page();
        assertTrue(login.select("[role=status]").text().contains("Welcome, Ann!"));
        assertEquals("Ann", login.select("#username").val());
        assertTrue(login.select("#password").hasAttr("autofocus"));
    }

    @Test
    void an_e_mail_address_is_not_needed() {
        lab.browser()
                .post("/signup", "username", "ann", "password", Lab.PASSWORD)
                .expect(303);
        lab.browser()
                .post("/signup", "username", "bob", "password", Lab.PASSWORD, "email", " ")
                .expect(303);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "a.b",
                "A-1_z",
                "007",
                "...",
                "x23456789012345678901234567890123456789012345678901234567890123"
            })
    void usernames_are_3_to_64_letters_digits_dots_hyphens_and_underscores(String username) {
        lab.browser().signUp(username, Lab.PASSWORD).expect(303);
        Browser browser = lab.browser();
        browser.logIn(username, Lab.PASSWORD).expect(303);
        assertEquals(username, browser.get("/me").page().select("h1").text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "a b c",
                "ann\n",
                "änne",
                "аnn",
                "<b>x</b>",
                "a@b",
                "x2345678901234567890123456789012345678901234567890123456789012345"
            })
    void other_usernames_are_refused_beside_their_field(String username) {
        Answer answer = lab.browser().signUp(username, Lab.PASSWORD).expect(422);
        assertTrue(answer.error("username").contains("3 to 64"), answer.body());
        assertEquals("true", answer.page().select("#username").attr("aria-invalid"));
        assertTrue(answer.page().select("#username").attr("aria-describedby").contains("username-error"));
    }

    @Test
    void a_name_is_taken_in_any_case() {
        lab.signedUp("Ann");
        Answer answer = lab.browser().signUp("aNN", Lab.PASSWORD).expect(422);
        assertTrue(answer.error("username").contains("taken"));
    }

    @Test
    void a_wrong_form_comes_back_with_all_its_errors_and_what_was_typed_but_the_password() {
        String secret = "short";
        Answer answer = lab.browser().post("/signup", "username", "a b", "password", secret, "email", "not an address");
        answer.expect(422);
        assertFalse(answer.error("username").isEmpty());
        assertTrue(answer.error("password").contains("at least 8"));
        assertFalse(answer.error("email").isEmpty());
        assertEquals("a b", answer.page().select("#username").val());
        assertEquals("not an address", answer.page().select("#email").val());
        assertFalse(answer.page().select("#password").hasAttr("value"));
        assertFalse(answer.body().contains("value=\"" + secret));
        assertFalse(answer.page().select("[role=alert]").text().isEmpty());
    }

    @Test
    void a_common_password_is_refused_with_the_reason() {
        Answer answer = lab.browser().signUp("ann", "Password1").expect(422);
        assertTrue(answer.error("password").contains("very common"));
    }

    @Test
    void a_password_of_1000_characters_is_taken_and_one_of_1001_is_not() {
        Browser ann = lab.browser();
        assertTrue(ann.signUp("ann", "é".repeat(1_001))
                .expect(422)
                .error("password")
                .contains("1,000"));
        ann.signUp("ann", "é".repeat(1_000)).expect(303);
        ann.logIn("ann", "é".repeat(999) + "e").expect(401);
        ann.logIn("ann", "é".repeat(1_000)).expectRedirect("/me");
    }

    @Test
    void a_signed_in_user_is_led_to_me() {
        lab.loggedIn("ann").get("/signup").expectRedirect("/me");
    }

    @Test
    void a_form_that_is_none_is_refused() {
        lab.browser()
                .request(
                        "/signup",
                        new String[] {"Content-Type", "application/json"},
                        request -> request.post(java.net.http.HttpRequest.BodyPublishers.ofString("{}")))
                .expect(415);
    }
}
