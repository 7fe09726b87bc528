package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Raw;

class LogInTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void the_username_may_be_typed_in_any_case_and_is_shown_as_at_sign_up() {
        lab.signedUp("Ann");
        Browser ann = lab.browser();
        ann.logIn("aNN", Lab.PASSWORD).expectRedirect("/me");
        assertEquals("Ann", ann.get("/me").page().select("h1").text());
    }

    @Test
    void an_unknown_user_and_a_wrong_password_get_the_same_answer() {
        lab.signedUp("ann");
        Answer wrong = lab.browser().logIn("ann", "not her password").expect(401);
        Answer unknown = lab.browser().logIn("bob", "not her password").expect(401);
        assertEquals(
                "Wrong username or password.",
                wrong.page().select("[role=alert]").text());
        assertEquals(wrong.body(), unknown.body().replace("bob", "ann"));
        assertEquals("ann", wrong.page().select("#username").val());
        assertFalse(wrong.body().contains("not her password"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " correct horse battery", "correct horse battery ", "Correct horse battery"})
    void a_password_is_compared_as_it_was_typed(String almost) {
        lab.signedUp("ann");
        lab.browser().logIn("ann", almost).expect(401);
    }

    @Test
    void a_password_in_any_script_works_and_in_both_ways_to_write_an_accent() {
        Browser ann = lab.browser();
        ann.signUp("ann", "пароль 密码 cafe\u0301").expect(303);
        ann.logIn("ann", "пароль 密码 caf\u00e9").expectRedirect("/me");
    }

    @Test
    void empty_and_missing_fields_are_just_wrong() {
        lab.browser().post("/login").expect(401);
        lab.browser().logIn("", "").expect(401);
    }

    @Test
    void it_leads_to_the_page_that_was_asked_for() {
        Browser ann = lab.signedUp("ann");
        Answer closed = ann.get("/me?from=mail&x=%26");
        closed.expectRedirect("/login?next=%2Fme%3Ffrom%3Dmail%26x%3D%2526");
        String action = ann.get(closed.header("Location"))
                .page()
                .select("form[action^=/login]")
                .attr("action");
        Answer failed = ann.post(action, "username", "ann", "password", "wrong").expect(401);
        String again = failed.page().select("form[action^=/login]").attr("action");
        ann.post(again, "username", "ann", "password", Lab.PASSWORD).expectRedirect("/me?from=mail&x=%26");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example/",
                "\\\\evil.example",
                "javascript:alert(1)",
                "/\t/evil.example",
                "/%0d%0aSet-Cookie:x=y\r\n",
                "evil",
                "/logout",
                "/logout/",
                "/./logout",
                "/x/../logout?y",
                ""
            })
    void it_leads_nowhere_else(String next) {
        lab.signedUp("ann");
        String path = "/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        lab.browser().post(path, "username", "ann", "password", Lab.PASSWORD).expectRedirect("/me");
    }

    @Test
    void an_address_too_long_to_come_back_to_is_forgotten() {
        lab.browser().get("/me?" + "&".repeat(7_000)).expectRedirect("/login");
    }

    @Test
    void a_form_with_thousands_of_fields_is_refused() {
        lab.browser()
                .post("/login", Stream.generate(() -> "x").limit(2_000).toArray(String[]::new))
                .expect(400);
    }

    @Test
    void a_program_that_asks_for_json_is_told_401_and_not_led_to_a_form() {
        Answer answer = lab.browser().get("/me", "Accept", "application/json").expect(401);
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    @Test
    void a_signed_in_user_who_opens_the_form_is_led_to_me() {
        lab.loggedIn("ann").get("/login").expectRedirect("/me");
    }

    @Test
    void a_wrong_password_does_not_end_the_session_that_one_has() {
        Browser ann = lab.loggedIn("ann");
        ann.logIn("bob", "wrong").expect(401);
        ann.get("/me").expect(200);
    }

    @Test
    void logging_in_as_somebody_else_ends_the_first_session() {
        lab.signedUp("bob");
        Browser browser = lab.loggedIn("ann");
        String anns = browser.sessionId().orElseThrow();
        browser.logIn("bob", Lab.PASSWORD).expect(303);
        assertEquals("bob", browser.get("/me").page().select("h1").text());
        lab.browser().get("/me", "Cookie", "whoami=" + anns).expectRedirect("/login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"><script>alert(1)</script>", "Bob. Your account is blocked. Call 0900", "", "ab"})
    void a_link_cannot_put_words_into_the_greeting(String words) {
        String path = "/login?welcome=" + URLEncoder.encode(words, StandardCharsets.UTF_8);
        Answer page = lab.browser().get(path).expect(200);
        assertTrue(page.page().select("[role=status]").isEmpty(), page.body());
        assertEquals("", page.page().select("#username").val());
    }

    @Test
    void a_page_fetched_ahead_or_asked_for_its_head_logs_nobody_out() {
        Browser ann = lab.loggedIn("ann");
        ann.get("/logout", "Sec-Purpose", "prefetch;prerender").expect(403);
        String cookie = "Cookie: whoami=" + ann.sessionId().orElseThrow() + "\r\n";
        assertTrue(Raw.send(lab.port(), "HEAD /logout HTTP/1.0\r\n" + cookie + "\r\n")
                .startsWith("HTTP/1.1 403 "));
        ann.get("/me").expect(200);
    }
}
