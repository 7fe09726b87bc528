package whoami.bench;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;

/** Whether the time of an answer tells who has an account. */
class EnumerationBench {
    private static final int ROUNDS = 30;

    @RegisterExtension
    final Figures figures = new Figures("known or not");

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "THROTTLE", "off", "BCRYPT_COST", "12");

    @Test
    void known_and_unknown_users_side_by_side() throws Exception {
        lab.confirmed("known", "known@example.org");
        Browser browser = lab.browser();
        report("log-in, wrong password", name -> browser.logIn(name, "a wrong password"));
        report("forgotten password", name -> browser.post("/forgot", "username", name));
    }

    /** In turn, so that a busy moment of the machine hits both. */
    private void report(String what, Consumer<String> request) throws Exception {
        var known = new Times();
        var unknown = new Times();
        for (int i = 0; i < ROUNDS; i++) {
            known.measure(() -> request.accept("known"));
            unknown.measure(() -> request.accept("nobody"));
        }
        figures.row(what + ", p50 of a known user", "%.3f ms", known.median())
                .beside("%.3f ms of an unknown one", unknown.median())
                .ratio(known.median() / unknown.median());
    }
}
