package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;

/** Behind a proxy that speaks TLS. */
class HttpsTest {
    @RegisterExtension
    final Lab lab = new Lab("BASE_URL", "https://example.org");

    @Test
    void the_cookie_is_bound_to_this_host_and_to_tls() {
        String cookie = lab.signedUp("ann").logIn("ann", Lab.PASSWORD).header("Set-Cookie");
        assertTrue(
                cookie.matches(
                        "__Host-whoami=[A-Za-z0-9_-]{43}; Path=/; Expires=[^;]+; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax"),
                cookie);
    }

    @Test
    void the_cookie_is_taken_back_with_the_same_attributes() {
        Browser ann = lab.signedUp("ann");
        String cookie = ann.logIn("ann", Lab.PASSWORD).header("Set-Cookie");
        Answer answer = lab.browser().get("/logout", "Cookie", cookie.substring(0, cookie.indexOf(';')));
        String removal = answer.header("Set-Cookie");
        assertTrue(removal.startsWith("__Host-whoami=; Path=/;") && removal.contains("; Secure"), removal);
    }

    @Test
    void browsers_are_told_to_come_by_tls_only() {
        assertEquals(
                "max-age=63072000; includeSubDomains", lab.browser().get("/").header("Strict-Transport-Security"));
    }

    @Test
    void a_form_from_the_public_address_is_our_own() {
        String[] origin = {"Origin", "https://example.org"};
        lab.browser()
                .post(origin, "/signup", "username", "ann", "password", Lab.PASSWORD)
                .expect(303);
        String[] plain = {"Origin", "http://example.org"};
        lab.browser()
                .post(plain, "/signup", "username", "bob", "password", Lab.PASSWORD)
                .expect(403);
    }
}
