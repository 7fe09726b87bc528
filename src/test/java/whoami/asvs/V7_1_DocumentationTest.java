package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;
import whoami.Settings;

@Tag("asvs")
class V7_1_DocumentationTest {
    private static final String SECTION = "How long a log-in lasts";

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void v7_1_1_it_is_documented_how_long_a_log_in_lasts_and_why() {
        Settings defaults = Settings.of(Map.of());
        List<String> browser = row("session of a browser");
        assertEquals(defaults.sessionIdle().toDays() + " days (`WHOAMI_SESSION_IDLE`)", browser.get(1));
        assertEquals(defaults.sessionMax().toDays() + " days (`WHOAMI_SESSION_MAX`)", browser.get(2));
        assertTrue(Documents.readme(SECTION).contains("NIST SP 800-63B"));

        Duration idle = days(row("program").get(1));
        Duration most = days(row("program").get(2));
        Program unused = lab.programOf("ann");
        Program used = lab.programOf("bob");
        Duration step = idle.dividedBy(2);
        for (Duration age = step; age.compareTo(most) < 0; age = age.plus(step)) {
            lab.clock.pass(step);
            used.refresh();
        }
        unused.post("/api/auth/refresh", "refresh_token", unused.refreshToken()).expect(401);
        lab.clock.pass(step);
        used.post("/api/auth/refresh", "refresh_token", used.refreshToken()).expect(401);
    }

    @Test
    void v7_1_2_it_is_documented_how_many_log_ins_an_account_has_at_once_and_which_goes_when_there_are_more() {
        lab.signedUp("ann");
        int browsers = Integer.parseInt(row("session of a browser").get(3));
        List<Browser> all =
                IntStream.rangeClosed(0, browsers).mapToObj(i -> logIn()).toList();
        assertEquals(
                "the one that was not used for longest ends",
                row("session of a browser").get(4));
        all.get(0).get("/me").expect(303);
        all.subList(1, all.size()).forEach(browser -> browser.get("/me").expect(200));

        int programs = Integer.parseInt(row("program").get(3));
        List<Program> clients =
                IntStream.rangeClosed(0, programs).mapToObj(i -> program()).toList();
        assertEquals(
                "the one that was not used for longest ends", row("program").get(4));
        clients.get(0).get("/api/me").expect(401);
        clients.subList(1, clients.size())
                .forEach(program -> program.get("/api/me").expect(200));
    }

    private Browser logIn() {
        lab.clock.pass(Duration.ofSeconds(1));
        Browser browser = lab.browser();
        browser.logIn("ann", Lab.PASSWORD).expect(303);
        return browser;
    }

    private Program program() {
        lab.clock.pass(Duration.ofSeconds(1));
        return lab.program().logIn("ann");
    }

    private static List<String> row(String logIn) {
        return Documents.row(Documents.readme(SECTION), logIn).orElseThrow();
    }

    private static Duration days(String documented) {
        return Duration.ofDays(Long.parseLong(documented.replace(" days", "")));
    }
}
