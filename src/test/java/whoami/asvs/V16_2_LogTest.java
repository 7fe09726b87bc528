package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.LogLines;
import whoami.Program;

@Tag("asvs")
class V16_2_LogTest {
    private static final String ANNS = "ann@example.org";
    private static final String ANOTHER = "a wholly different sentence";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @RegisterExtension
    final LogLines log = new LogLines(Level.INFO);

    @Test
    void v16_2_5_no_password_link_session_token_or_key_is_in_the_log() {
        List<String> secrets = new ArrayList<>(List.of(Lab.PASSWORD, ANOTHER, "a wrong guess", "in the wrong field"));
        Browser ann = lab.confirmed("ann", ANNS);
        secrets.add(ann.sessionId().orElseThrow());
        secrets.add(lab.link(ANNS).replace("/confirm/", ""));
        lab.browser().logIn("ann", "a wrong guess").expect(401);
        lab.browser().logIn("in the wrong field", Lab.PASSWORD).expect(401);
        Program program = lab.program().logIn("ann");
        String key = program.post("/api/keys", "name", "k", "scope", "read")
                .expect(201)
                .at("/key");
        lab.program().get("/api/me", "X-API-KEY", key).expect(200);
        lab.program().get("/api/users/" + key).expect(401);
        lab.browser().get("/login?password=in+the+wrong+field").expect(200);
        secrets.addAll(List.of(key, program.accessToken(), program.refreshToken()));
        String reset = PasswordDoors.resetLink(lab, ANNS);
        lab.browser().post(reset, "password", ANOTHER).expect(303);
        secrets.add(reset.replace("/reset/", ""));
        lab.browser().get("/nothing/" + program.refreshToken()).expect(404);
        log.line("http GET /nothing/");

        for (String secret : secrets) {
            assertFalse(log.text().contains(secret), secret);
        }
        assertFalse(log.text().contains("in+the+wrong+field"), log.text());
        assertEquals(
                List.of(),
                log.lines().stream().filter(line -> line.contains("$2a$")).toList(),
                "no hash either");
    }
}
