package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @RegisterExtension
    final LogLines log = new LogLines(Level.INFO);

    @Test
    void each_request_is_one_line_without_its_query_and_with_the_request_id() {
        var answer = lab.browser().get("/login?next=%2Fme%3Ftoken%3Dgeheim");
        String line = log.line("http GET /login 200 ");
        assertTrue(line.contains("request=" + answer.header("X-Request-Id")) && line.endsWith("user=-"), line);
        assertEquals(
                1, log.lines().stream().filter(each -> each.startsWith("http ")).count());
    }

    @Test
    void a_request_that_is_no_http_is_logged_too() {
        Raw.send(lab.port(), "NONSENSE\r\n\r\n");
        assertTrue(log.line(" 400 ").startsWith("http "));
    }

    @Test
    void a_client_that_goes_away_in_the_middle_of_its_request_is_no_failure_of_ours() {
        Raw.send(
                lab.port(),
                "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: 100\r\n\r\nusername=");
        log.line("http POST /login 400 ");
        assertTrue(log.lines().stream().noneMatch(each -> each.contains("failed")), log.text());
    }

    @Test
    void what_a_terminal_would_take_for_a_command_is_not_logged() {
        Raw.send(lab.port(), "GET /\u00c2\u009b31mfoo HTTP/1.0\r\n\r\n");
        String line = log.line("31mfoo");
        assertTrue(line.chars().allMatch(character -> character >= ' ' && character <= '~'), line);
    }

    @Test
    void each_event_of_an_account_is_one_line_that_the_request_id_ties_to_its_request() {
        Browser ann = lab.signedUp("ann");
        ann.logIn("ann", "a wrong password");
        ann.logIn("ann", Lab.PASSWORD);
        ann.get("/logout");
        for (String event : List.of("sign-up user=", "log-in failed user=", "log-in user=", "log-out user=")) {
            String line = log.line(event);
            assertTrue(line.contains(" address=127.0.0.1 "), line);
            String request = line.substring(line.indexOf("request="));
            assertTrue(log.line("ms " + request).startsWith("http "), line);
            if (event.startsWith("log-in user=")) {
                assertTrue(log.line("ms " + request).contains(line.replaceAll(".*(user=\\S+).*", "$1")), line);
            }
        }
    }

    @Test
    void an_outage_of_the_database_is_logged_with_the_id_of_the_request_that_met_it() {
        Browser ann = lab.loggedIn("ann");
        lab.database().close();
        for (var answer : List.of(ann.get("/me"), lab.browser().signUp("bob", Lab.PASSWORD))) {
            String request = " request=" + answer.expect(503).header("X-Request-Id");
            log.line("ms" + request);
            assertTrue(
                    log.lines().stream().anyMatch(each -> each.contains("does not answer") && each.endsWith(request)),
                    log.lines().toString());
        }
    }

    @Test
    void a_visit_that_cannot_be_noted_is_logged_without_the_sessions_id() {
        Browser ann = lab.loggedIn("ann");
        lab.refuse("UPDATE ON sessions", "1 = 1", "no space");
        lab.clock.pass(Duration.ofMinutes(2));
        ann.get("/me").expect(200);
        log.line("was not noted");
        assertFalse(log.text().contains(ann.sessionId().orElseThrow()), log.text());
    }

    @Test
    void nothing_secret_is_in_the_log() {
        Browser ann = lab.loggedIn("ann");
        String session = ann.sessionId().orElseThrow();
        ann.get("/me");
        ann.logIn("my password in the wrong field", "geheim geheim");
        ann.get("/logout");
        log.line("http GET /logout");
        String all = log.text();
        assertFalse(all.contains(Lab.PASSWORD), all);
        assertFalse(all.contains(session), all);
        assertFalse(all.contains("wrong field"), all);
        assertFalse(all.contains("geheim"), all);
    }

    @Test
    void no_link_is_in_the_log_but_in_a_letter_that_nobody_else_sends() {
        Browser ann = lab.browser();
        ann.signUp("ann", Lab.PASSWORD, "ann@example.org");
        lab.deliver();
        String letter = log.line("WHOAMI_SMTP is empty, so this letter to ann@example.org stays here");
        String path = letter.replaceAll("(?s).*http://[^/]+(/confirm/\\S+).*", "$1");
        ann.get(path).expect(200);
        log.line("http GET /confirm/... 200 ");
        assertEquals(1, log.lines().stream().filter(each -> each.contains(path)).count());
    }

    @Test
    void no_token_and_no_key_is_in_the_log() {
        Program ann = lab.programOf("ann");
        String key = ann.post("/api/keys", "name", "k", "scope", "read").at("/key");
        String access = ann.accessToken();
        lab.program().get("/api/me", "X-API-KEY", key).expect(200);
        String refresh = ann.refreshToken();
        ann.refresh();
        ann.get("/api/users/" + refresh).expect(404);
        String line = log.line("http GET /api/users/... 404 ");
        assertTrue(line.contains("user=0"), line);
        String all = log.text();
        for (String secret : List.of(access, refresh, ann.refreshToken(), key)) {
            assertFalse(all.contains(secret), all);
        }
    }
}
