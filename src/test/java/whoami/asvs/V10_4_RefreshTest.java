package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V10_4_RefreshTest {
    /** In which several tabs may refresh with one token. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void v10_4_5_a_refresh_token_works_once_and_whoever_uses_it_again_ends_the_whole_log_in() {
        Program ann = lab.programOf("ann");
        String stolen = ann.refreshToken();
        ann.refresh();
        assertNotEquals(stolen, ann.refreshToken());
        lab.clock.pass(GRACE);
        lab.program().post("/api/auth/refresh", "refresh_token", stolen).expect(401);
        lab.program()
                .post("/api/auth/refresh", "refresh_token", ann.refreshToken())
                .expect(401);
        ann.get("/api/me").expect(401);
    }

    @Test
    void v10_4_8_a_program_that_refreshes_day_by_day_has_to_log_in_again_after_90_days() {
        Program ann = lab.programOf("ann");
        for (int day = 1; day < 90; day++) {
            lab.clock.pass(Duration.ofDays(1));
            ann.refresh();
        }
        lab.clock.pass(Duration.ofDays(1));
        ann.post("/api/auth/refresh", "refresh_token", ann.refreshToken()).expect(401);
        ann.get("/api/me").expect(401);
    }

    @Test
    void v10_4_9_everybody_can_end_the_log_ins_of_their_programs_on_a_page_and_of_nobody_elses() {
        Browser ann = lab.loggedIn("ann");
        Program program = lab.program().logIn("ann");
        String id = ann.get("/account/sessions")
                .page()
                .select("input[name=program]")
                .val();
        lab.loggedIn("bob").post("/account/sessions/revoke", "program", id).expect(303);
        program.get("/api/me").expect(200);
        ann.post("/account/sessions/revoke", "program", id).expect(303);
        program.get("/api/me").expect(401);
        program.post("/api/auth/refresh", "refresh_token", program.refreshToken())
                .expect(401);
        assertEquals(
                0,
                ann.get("/account/sessions")
                        .page()
                        .select("input[name=program]")
                        .size());
    }
}
