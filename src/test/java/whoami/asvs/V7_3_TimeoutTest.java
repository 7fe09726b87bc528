package whoami.asvs;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;

@Tag("asvs")
class V7_3_TimeoutTest {
    @RegisterExtension
    final Lab lab = new Lab("SESSION_IDLE", "3d", "SESSION_MAX", "7d");

    @Test
    void v7_3_1_whoever_stays_away_for_as_long_as_is_set_has_to_log_in_again() {
        Browser ann = lab.loggedIn("ann");
        lab.clock.pass(Duration.ofDays(3).minusSeconds(1));
        ann.get("/me").expect(200);
        lab.awaitVisitNoted();
        lab.clock.pass(Duration.ofDays(3));
        ann.get("/me").expectRedirect("/login");
        ann.logIn("ann", Lab.PASSWORD).expectRedirect("/me");
    }

    @Test
    void v7_3_2_after_as_long_as_is_set_everybody_has_to_log_in_again() {
        Browser ann = lab.loggedIn("ann");
        for (int day = 1; day < 7; day++) {
            lab.clock.pass(Duration.ofDays(1));
            ann.get("/me").expect(200);
        }
        ann.post("/account/prove", "sudo_password", Lab.PASSWORD).expect(303);
        lab.clock.pass(Duration.ofDays(1));
        ann.get("/me").expectRedirect("/login");
    }
}
