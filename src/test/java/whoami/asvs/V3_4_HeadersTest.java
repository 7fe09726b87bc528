package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Access;
import whoami.Lab;
import whoami.asvs.Answers.Answer;

@Tag("asvs")
class V3_4_HeadersTest {
    private static final Pattern HSTS = Pattern.compile("max-age=(\\d+); includeSubDomains");

    @RegisterExtension
    final Lab lab = new Lab("BASE_URL", "https://example.org");

    @Test
    void v3_4_1_where_the_site_has_tls_browsers_are_told_on_every_answer_to_come_by_tls_only_for_a_year_and_more() {
        for (Answer answer : all()) {
            Matcher hsts = HSTS.matcher(answer.header("Strict-Transport-Security"));
            assertTrue(hsts.matches(), answer.request() + " " + answer.head());
            assertTrue(Long.parseLong(hsts.group(1)) >= Duration.ofDays(365).toSeconds(), hsts.group());
        }
    }

    @Test
    void v3_4_2_no_other_site_is_allowed_to_read_an_answer() {
        for (String origin : List.of("https://evil.example", "null", "https://example.org.evil.example")) {
            for (Answer answer : Answers.toStranger(lab, "Origin: " + origin)) {
                assertEquals("", answer.header("Access-Control-Allow-Origin"), answer.request());
            }
        }
        Answer asked = Answer.to(
                lab,
                "OPTIONS /api/me",
                "Origin: https://evil.example",
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: authorization");
        assertFalse(
                asked.head().toString().contains("Access-Control"), asked.head().toString());
    }

    @Test
    void v3_4_3_a_page_runs_no_script_but_those_of_this_site() {
        for (Answer answer : all()) {
            Set<String> policy = policy(answer);
            assertTrue(policy.containsAll(Set.of("object-src 'none'", "base-uri 'none'")), answer.request() + policy);
            assertTrue(policy.contains("default-src 'self'"), answer.request() + policy);
            assertTrue(
                    policy.stream().noneMatch(rule -> rule.startsWith("script-src") || rule.contains("unsafe")),
                    answer.request() + policy);
        }
    }

    @Test
    void v3_4_4_no_browser_takes_an_answer_for_another_type_than_it_is() {
        for (Answer answer : all()) {
            assertEquals("nosniff", answer.header("X-Content-Type-Options"), answer.request());
        }
        assertEquals("text/css; charset=utf-8", type("[rel=stylesheet]", "href"));
        assertEquals("image/svg+xml", type("[rel=icon]", "href"));
    }

    @Test
    void v3_4_5_no_other_site_learns_where_somebody_came_from() {
        for (Answer answer : all()) {
            boolean secret = answer.request().matches("\\w+ /(confirm|reset|restore)/.*");
            assertEquals(secret ? "no-referrer" : "same-origin", answer.header("Referrer-Policy"), answer.request());
        }
    }

    @Test
    void v3_4_6_no_page_can_be_shown_inside_another() {
        for (Answer answer : all()) {
            assertTrue(policy(answer).contains("frame-ancestors 'none'"), answer.request() + policy(answer));
        }
    }

    @Test
    void v3_4_8_a_page_that_was_opened_by_another_site_is_out_of_its_reach() {
        List<Answer> pages = all().stream()
                .filter(answer -> answer.header("Content-Type").startsWith("text/html"))
                .toList();
        assertTrue(pages.size() > 20, pages.size() + " pages");
        for (Answer page : pages) {
            assertEquals("same-origin", page.header("Cross-Origin-Opener-Policy"), page.request());
        }
    }

    /** What strangers are answered, and somebody who is logged in. */
    private List<Answer> all() {
        String cookie = lab.signedUp("ann").logIn("ann", Lab.PASSWORD).header("Set-Cookie");
        Stream<Answer> ofUser = Answers.looking(lab, Access.ANYONE, Access.USER, Access.RECENT_USER)
                .map(request -> Answer.to(lab, request, "Cookie: " + cookie.substring(0, cookie.indexOf(';'))));
        return Stream.concat(Answers.toStranger(lab).stream(), ofUser).toList();
    }

    private static Set<String> policy(Answer answer) {
        return Stream.of(answer.header("Content-Security-Policy").split(";"))
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String type(String element, String attribute) {
        String path = lab.browser().get("/").page().select(element).attr(attribute);
        return lab.browser().get(path).expect(200).header("Content-Type");
    }
}
