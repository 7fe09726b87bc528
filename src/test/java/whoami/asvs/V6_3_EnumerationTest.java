package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;

@Tag("asvs")
class V6_3_EnumerationTest {
    private static final String ANNS = "ann@example.org";
    private static final int ROUNDS = 7;

    /** A hash takes so long here that it would show if it was left out. */
    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "TRUSTED_PROXIES", "127.0.0.1", "BCRYPT_COST", "10");

    @Test
    void v6_3_8_neither_words_nor_status_nor_time_tell_which_name_or_address_may_log_in_or_whose_an_address_is() {
        lab.confirmed("ann", ANNS);
        for (String known : List.of("ann", ANNS)) {
            String unknown = known.replace("ann", "bob");
            Answer one = logIn("192.0.2.0", known).expect(401);
            Answer other = logIn("192.0.2.0", unknown).expect(401);
            assertEquals(one.body(), other.body().replace(unknown, known));
            Browser browser = lab.browser();
            Answer asked = browser.post("/forgot", "username", known).expect(303);
            Answer askedInVain = browser.post("/forgot", "username", unknown).expect(303);
            assertEquals(asked.header("Location"), askedInVain.header("Location"));
            assertEquals(asked.body(), askedInVain.body());
        }
        Answer taken = lab.browser().signUp("carl", Lab.PASSWORD, ANNS).expect(303);
        Answer free =
                lab.browser().signUp("dora", Lab.PASSWORD, "free@example.org").expect(303);
        assertEquals(taken.header("Location").replace("carl", "dora"), free.header("Location"));

        double ratio = timeOfKnownByUnknown();
        assertTrue(ratio > 0.5 && ratio < 2, "known ÷ unknown " + ratio);
    }

    private double timeOfKnownByUnknown() {
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 1; i <= ROUNDS; i++) {
            known.add(nanos("192.0.2." + i, "ann"));
            unknown.add(nanos("192.0.2." + i, "bob"));
        }
        return median(known) / median(unknown);
    }

    private long nanos(String network, String username) {
        long begin = System.nanoTime();
        logIn(network, username).expect(401);
        return System.nanoTime() - begin;
    }

    private Answer logIn(String network, String username) {
        String[] from = {"X-Forwarded-For", network};
        return lab.browser().post(from, "/login", "username", username, "password", "a guess");
    }

    private static double median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
