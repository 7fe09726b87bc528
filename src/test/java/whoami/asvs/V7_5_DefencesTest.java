package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V7_5_DefencesTest {
    private static final String ANOTHER = "a wholly different sentence";
    private static final Duration PROOF_HOLDS = Duration.ofMinutes(10);

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @Test
    void v7_5_1_another_address_or_password_takes_the_password_in_use_however_fresh_the_log_in_is() {
        Browser ann = lab.loggedIn("ann");
        for (String guess : List.of("", "a guess")) {
            ann.post("/account/email", "current_password", guess, "email", "new@example.org")
                    .expect(422);
            ann.post("/account/password", "current_password", guess, "password", ANOTHER)
                    .expect(422);
        }
        lab.clock.pass(Duration.ofHours(1));
        Program program = lab.program().logIn("ann");
        program.patch("/api/users/ann", "email", "new@example.org").expect(422);
        program.patch("/api/users/ann", "password", ANOTHER).expect(422);
        assertEquals("null", program.get("/api/me").at("/user/unconfirmed_email"));
        lab.browser().logIn("ann", Lab.PASSWORD).expectRedirect("/me");
    }

    @Test
    void v7_5_2_everybody_sees_their_sessions_and_can_end_one_or_all_of_them_with_a_fresh_proof() {
        Browser laptop = lab.loggedIn("ann");
        Browser phone = lab.browser();
        phone.logIn("ann", Lab.PASSWORD).expect(303);
        Program program = lab.program().logIn("ann");
        Answer list = laptop.get("/account/sessions").expect(200);
        assertEquals(3, list.page().select(".rows li").size());
        String phones = list.page().select("input[name=session]").val();
        lab.clock.pass(PROOF_HOLDS);
        expectAsked(laptop.post("/account/sessions/revoke", "session", phones));
        phone.get("/me").expect(200);
        laptop.post("/account/sessions/revoke", "session", phones, "sudo_password", Lab.PASSWORD)
                .expect(303);
        phone.get("/me").expect(303);
        phone.logIn("ann", Lab.PASSWORD).expect(303);
        laptop.post("/account/sessions/revoke", "which", "others").expect(303);
        phone.get("/me").expect(303);
        program.get("/api/me").expect(401);
        laptop.get("/me").expect(200);
    }

    @Test
    void v7_5_3_what_is_dangerous_takes_another_proof_of_the_password() {
        Browser ann = lab.loggedIn("ann");
        Program program = lab.program().logIn("ann");
        lab.clock.pass(PROOF_HOLDS.minusSeconds(1));
        ann.get("/account/export").expect(200);
        lab.clock.pass(Duration.ofSeconds(1));
        ann.get("/account/export").expectRedirect("/account/prove?next=%2Faccount%2Fexport");
        expectAsked(ann.post("/account/keys", "name", "k", "scope", "read"));
        expectAsked(ann.post("/account/keys/revoke", "key", "none"));
        expectAsked(ann.post("/account/sessions/revoke", "which", "others"));
        ann.post("/account/delete", "username", "ann", "current_password", "a guess")
                .expect(422);
        program.refresh()
                .delete("/api/users/ann", "current_password", "a guess")
                .expect(422);
        program.get("/api/me").expect(200);
    }

    private static void expectAsked(Answer answer) {
        assertTrue(answer.expect(401).text().contains("Is it you?"), answer.text());
    }
}
