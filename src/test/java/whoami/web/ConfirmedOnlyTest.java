package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;

/** With {@code WHOAMI_EMAIL=confirmed}. */
class ConfirmedOnlyTest {
    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "EMAIL", "confirmed");

    @Test
    void nobody_signs_up_without_an_address() {
        assertEquals(
                "Please give an e-mail address.",
                lab.browser().signUp("ann", Lab.PASSWORD, " ").expect(422).error("email"));
        assertTrue(
                lab.browser().get("/signup").page().select("#email[required]").hasAttr("id"));
    }

    @Test
    void before_the_confirmation_the_right_password_gets_a_way_to_have_the_letter_sent_again() {
        Browser ann = signedUp("ann", "ann@example.org");
        assertTrue(ann.get("/login?welcome=ann").text().contains("We have sent you an e-mail"));
        ann.logIn("ann", "wrong").expect(401);
        Answer refused = ann.logIn("ann", Lab.PASSWORD).expect(403);
        assertTrue(refused.text().contains("confirm your e-mail address first"));
        assertEquals(
                "ann", refused.page().select("form[action=/confirm] #username").val());
        assertTrue(ann.sessionId().isEmpty());

        lab.clock.pass(Duration.ofMinutes(1));
        again(ann, "ann", Lab.PASSWORD, "ann@example.org").expectRedirect("/login?sent");
        assertEquals(2, lab.letters("ann@example.org").size());
        again(ann, "ann", Lab.PASSWORD, "ann@example.org").expect(429);
        ann.post(lab.link("ann@example.org")).expect(303);
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        ann.get("/me").expect(200);
    }

    @Test
    void a_mistyped_address_can_be_put_right_without_logging_in() {
        Browser ann = signedUp("ann", "ann@exmaple.org");
        String toAStranger = lab.link("ann@exmaple.org");
        again(ann, "ann", Lab.PASSWORD, "ann@example.org").expect(303);
        lab.browser().post(toAStranger).expect(404);
        ann.post(lab.link("ann@example.org")).expect(303);
        ann.logIn("ann@example.org", Lab.PASSWORD).expect(303);
    }

    @Test
    void only_the_right_password_has_a_letter_sent() {
        Browser ann = signedUp("ann", "ann@example.org");
        lab.clock.pass(Duration.ofMinutes(1));
        Answer answer = again(ann, "ann", "wrong", "eve@example.org").expect(401);
        assertEquals("eve@example.org", answer.page().select("#email").val());
        again(ann, "ann", Lab.PASSWORD, "no address").expect(422);
        assertEquals(0, lab.letters("eve@example.org").size());
        for (int i = 0; i < 4; i++) {
            again(ann, "ann", "wrong", "eve@example.org").expect(401);
        }
        again(ann, "ann", Lab.PASSWORD, "ann@example.org").expect(429);
        assertEquals(
                3, lab.browser().get("/confirm").page().select("main input").size());
    }

    @Test
    void whose_address_is_confirmed_already_cannot_be_given_another_one_this_way() {
        lab.confirmed("ann", "ann@example.org");
        again(lab.browser(), "ann", Lab.PASSWORD, "eve@example.org").expect(422);
        assertEquals(0, lab.letters("eve@example.org").size());
    }

    @Test
    void a_change_of_a_confirmed_address_does_not_lock_its_owner_out_meanwhile() {
        Browser ann = lab.confirmed("ann", "ann@example.org");
        ann.post("/account/email", "email", "ann@example.net", "current_password", Lab.PASSWORD)
                .expect(303);
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
        assertFalse(ann.get("/account").text().contains("ann@example.net confirmed"));
    }

    private Browser signedUp(String username, String email) {
        Browser browser = lab.browser();
        browser.signUp(username, Lab.PASSWORD, email).expect(303);
        return browser;
    }

    private static Answer again(Browser browser, String username, String password, String email) {
        return browser.post("/confirm", "username", username, "password", password, "email", email);
    }
}
