package whoami.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import whoami.Browser;
import whoami.Lab;

class CrossSiteTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Sec-Fetch-Site, nonsense",
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://[",
        "Origin, https://127.0.0.1:PORT",
        "Origin, http://127.0.0.1:1",
        "Origin, http://127.0.0.1:PORT.evil.example",
        "Referer, https://evil.example/page",
        "Referer, nonsense"
    })
    void what_another_site_sends_is_refused_and_changes_nothing(String header, String value) {
        Browser ann = lab.loggedIn("ann");
        String[] headers = {header, here(value)};
        ann.post(headers, "/logout").expect(403);
        ann.get("/logout", headers).expect(403);
        ann.get("/me").expect(200);
        lab.browser()
                .post(headers, "/login", "username", "ann", "password", Lab.PASSWORD)
                .expect(403);
        lab.browser()
                .post(headers, "/signup", "username", "bob", "password", Lab.PASSWORD)
                .expect(403);
        lab.browser().logIn("bob", Lab.PASSWORD).expect(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, same-origin",
        "Sec-Fetch-Site, none",
        "Origin, http://127.0.0.1:PORT",
        "Referer, http://127.0.0.1:PORT/me?x=y",
        "User-Agent, curl"
    })
    void what_our_own_pages_and_programs_send_is_taken(String header, String value) {
        lab.loggedIn("ann").post(new String[] {header, here(value)}, "/logout").expect(303);
    }

    @Test
    void where_a_browser_says_where_from_nothing_else_counts() {
        String[] headers = {"Sec-Fetch-Site", "cross-site", "Origin", here("http://127.0.0.1:PORT")};
        lab.loggedIn("ann").post(headers, "/logout").expect(403);
    }

    @Test
    void reading_is_open_to_links_from_everywhere() {
        lab.loggedIn("ann").get("/me", "Sec-Fetch-Site", "cross-site").expect(200);
    }

    @Test
    void a_method_in_a_header_is_refused() {
        lab.browser().get("/login", "X-HTTP-Method-Override", "POST").expect(400);
        String[] headers = {"X-HTTP-Method-Override", "GET", "Sec-Fetch-Site", "cross-site"};
        lab.browser().post(headers, "/login").expect(400);
    }

    private String here(String value) {
        return value.replace("PORT", String.valueOf(lab.port()));
    }
}
