package whoami.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser.Answer;
import whoami.Lab;

class SignUpClosedTest {
    @RegisterExtension
    final Lab lab = new Lab("SIGNUP", "closed");

    @Test
    void where_sign_up_is_closed_the_page_says_so_and_nobody_gets_in() {
        Answer page = lab.browser().get("/signup").expect(200);
        assertTrue(page.text().contains("Sign-up is closed"));
        assertTrue(page.page().select("#username").isEmpty());
        for (String path : new String[] {"/", "/login", "/signup", "/nothing"}) {
            assertTrue(
                    lab.browser().get(path).page().select("a[href=/signup]").isEmpty(), "nothing leads there: " + path);
        }
        lab.browser().signUp("ann", Lab.PASSWORD).expect(403);
        lab.browser().logIn("ann", Lab.PASSWORD).expect(401);
    }
}
