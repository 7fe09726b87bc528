package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Access;
import whoami.Browser.Answer;
import whoami.Lab;

@Tag("asvs")
class V3_3_CookiesTest {
    @RegisterExtension
    final Lab lab = new Lab("BASE_URL", "https://example.org");

    private String given;
    private String takenBack;

    /** All cookies that there are: the one of the log-in, and the one that the log-out puts in its place. */
    @BeforeEach
    void logInAndOut() {
        given = lab.signedUp("ann").logIn("ann", Lab.PASSWORD).expect(303).header("Set-Cookie");
        takenBack =
                lab.browser().get("/logout", "Cookie", pair(given)).expect(303).header("Set-Cookie");
    }

    @Test
    void v3_3_1_where_the_site_has_tls_a_cookie_is_sent_by_tls_only() {
        for (String cookie : List.of(given, takenBack)) {
            assertTrue(cookie.contains("; Secure") && cookie.startsWith("__Host-"), cookie);
        }
    }

    @Test
    void v3_3_2_no_other_site_can_have_the_cookie_sent_along_with_a_form() {
        for (String cookie : List.of(given, takenBack)) {
            assertTrue(cookie.contains("; SameSite=Lax"), cookie);
        }
    }

    @Test
    void v3_3_3_no_other_host_can_set_the_cookie() {
        for (String cookie : List.of(given, takenBack)) {
            assertTrue(cookie.startsWith("__Host-whoami=") && cookie.contains("; Path=/;"), cookie);
            assertFalse(cookie.contains("Domain="), cookie);
        }
        List<String> others = Answers.toStranger(lab).stream()
                .map(answer -> answer.header("Set-Cookie"))
                .filter(cookie -> !cookie.isEmpty())
                .toList();
        assertEquals(List.of(), others, "there is no other cookie");
    }

    @Test
    void v3_3_4_no_script_can_read_the_session_whose_id_is_nowhere_but_in_its_cookie() {
        for (String cookie : List.of(given, takenBack)) {
            assertTrue(cookie.contains("; HttpOnly"), cookie);
        }
        Answer logIn = lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
        String pair = pair(logIn.header("Set-Cookie"));
        String id = pair.substring(pair.indexOf('=') + 1);
        assertFalse(logIn.body().contains(id));
        assertFalse(logIn.header("Location").contains(id));
        Answers.looking(lab, Access.ANYONE, Access.USER, Access.RECENT_USER)
                .map(request -> Answers.Answer.to(lab, request, "Cookie: " + pair))
                .forEach(answer -> {
                    assertFalse(answer.body().contains(id), answer.request());
                    assertFalse(answer.head().toString().contains(id), answer.request());
                });
    }

    @Test
    void v3_3_5_a_cookie_is_small_enough_for_every_browser() {
        assertTrue(pair(given).length() <= 4_096, given);
    }

    private static String pair(String cookie) {
        return cookie.substring(0, cookie.indexOf(';'));
    }
}
