package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;

/** With {@code WHOAMI_EMAIL=required}, and letters in the log. */
class EmailRequiredTest {
    @RegisterExtension
    final Lab lab = new Lab("EMAIL", "required");

    @Test
    void an_address_is_asked_for_and_not_checked_before_the_log_in() {
        Browser ann = lab.browser();
        assertEquals(
                "Please give an e-mail address.",
                ann.signUp("ann", Lab.PASSWORD, "").expect(422).error("email"));
        ann.signUp("ann", Lab.PASSWORD, "ann@example.org").expect(303);
        ann.logIn("ann", Lab.PASSWORD).expect(303);
    }
}
