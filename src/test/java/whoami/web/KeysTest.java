package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;

class KeysTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void a_key_is_made_shown_once_used_and_revoked() {
        Browser ann = lab.loggedIn("ann");
        Answer made = make(ann, "backup", "write", "30").expect(200);
        String secret = made.page().select("code").text();
        lab.program().get("/api/me", "X-API-KEY", secret).expect(200);
        Answer list = ann.get("/account/keys").expect(200);
        assertFalse(list.body().contains(secret));
        String row = list.page().select(".rows li").text();
        assertTrue(row.contains("backup read and write") && row.contains("last used 20 Nov 2026"), row);
        assertTrue(row.contains("good until 20 Dec 2026"), row);
        ann.post(
                        "/account/keys/revoke",
                        "key",
                        list.page().select("input[name=key]").val())
                .expectRedirect("/account/keys");
        lab.program().get("/api/me", "X-API-KEY", secret).expect(401);
        assertTrue(ann.get("/account/activity").text().contains("Revoked an API key"));
    }

    @Test
    void what_makes_no_sense_is_told_and_kept() {
        Browser ann = lab.loggedIn("ann");
        Answer answer = make(ann, "", "write", "soon").expect(422);
        assertEquals("Please use a whole number of days.", answer.error("expires_in_days"));
        assertEquals("soon", answer.page().select("#expires_in_days").val());
        assertEquals("write", answer.page().select("option[selected]").val());
        assertTrue(make(ann, " ", "read", "").expect(422).error("name").contains("1 to 100"));
        for (String days : List.of("0", "3651", "99999")) {
            assertTrue(make(ann, "x", "read", days)
                    .expect(422)
                    .error("expires_in_days")
                    .contains("1 to 3650"));
        }
        make(ann, "x".repeat(101), "read", "").expect(422);
        make(ann, "🗝".repeat(100), "read", "1").expect(200);
        make(ann, "x", "read", "3650").expect(200);
    }

    @Test
    void a_key_takes_a_fresh_proof_of_the_password() {
        Browser ann = lab.loggedIn("ann");
        lab.clock.pass(Duration.ofMinutes(10));
        Answer asks = make(ann, "backup", "read", "").expect(401);
        assertEquals("Is it you?", asks.page().select("h1").text());
        ann.post("/account/keys", "name", "backup", "scope", "read", "sudo_password", Lab.PASSWORD)
                .expect(200);
        lab.browser().get("/account/keys").expect(303);
    }

    @Test
    void nobody_revokes_somebody_elses_key() {
        Browser ann = lab.loggedIn("ann");
        make(ann, "k", "read", "").expect(200);
        String id = ann.get("/account/keys").page().select("input[name=key]").val();
        lab.loggedIn("bob").post("/account/keys/revoke", "key", id).expect(404);
        assertEquals(1, ann.get("/account/keys").page().select(".rows li").size());
    }

    @Test
    void a_new_password_revokes_all_keys() {
        Browser ann = lab.loggedIn("ann");
        String secret = make(ann, "k", "read", "").page().select("code").text();
        ann.post("/account/password", "current_password", Lab.PASSWORD, "password", "a wholly different sentence")
                .expect(303);
        lab.program().get("/api/me", "X-API-KEY", secret).expect(401);
    }

    private static Answer make(Browser browser, String name, String scope, String days) {
        return browser.post("/account/keys", "name", name, "scope", scope, "expires_in_days", days);
    }
}
