package whoami.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;

/** Whether the time of an answer tells who has an account. */
class EnumerationBench {
    private static final int ROUNDS = 30;

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "THROTTLE", "off", "BCRYPT_COST", "12");

    @Test
    void known_and_unknown_users_side_by_side() {
        lab.confirmed("known", "known@example.org");
        Browser browser = lab.browser();
        report("log-in, wrong password", name -> browser.logIn(name, "a wrong password"));
        report("forgotten password", name -> browser.post("/forgot", "username", name));
    }

    /** In turn, so that a busy moment of the machine hits both. */
    private static void report(String what, Consumer<String> request) {
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            known.add(nanos(() -> request.accept("known")));
            unknown.add(nanos(() -> request.accept("nobody")));
        }
        double ratio = (double) median(known) / median(unknown);
        System.out.printf(
                "| %-24s | known %9.3f ms | unknown %9.3f ms | ratio %.3f |%n",
                what, median(known) / 1e6, median(unknown) / 1e6, ratio);
    }

    private static long nanos(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
