package whoami.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Problem;

/** What somebody gets who does nothing but guess, each time at the first moment that is allowed. */
class BruteForceTest {
    private static final String HOME = "203.0.113.7";
    private static final String AFAR = "198.51.100.1";
    private static final Duration DAY = Duration.ofDays(1);
    private static final int ACCOUNTS = 10_000;
    private static final int NETWORKS = 1_000;

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "TRUSTED_PROXIES", "127.0.0.1");

    @Test
    void in_a_day_there_are_109_guesses_at_one_account_from_one_network_and_96_on_the_next() {
        lab.signedUp("ann");
        assertEquals(109, guessesInADay("ann"));
        assertEquals(96, guessesInADay("ann"));
    }

    private int guessesInADay(String username) {
        int guesses = 0;
        for (Instant end = lab.clock.instant().plus(DAY); lab.clock.instant().isBefore(end); ) {
            Answer answer = guess(username, AFAR);
            guesses += answer.status() == 401 ? 1 : 0;
            if (answer.status() == 429) {
                lab.clock.pass(Duration.ofSeconds(Long.parseLong(answer.header("Retry-After"))));
            }
        }
        return guesses;
    }

    @Test
    void one_password_tried_on_10000_accounts_takes_one_network_a_week_and_gets_1495_tries_a_day() {
        int firstDay = 0;
        Instant begin = lab.clock.instant();
        for (int account = 0; account < ACCOUNTS; account++) {
            tryWithPatience("user" + account, AFAR);
            firstDay += lab.clock.instant().isBefore(begin.plus(DAY)) ? 1 : 0;
        }
        assertEquals(1_495, firstDay);
        assertEquals(6, Duration.between(begin, lab.clock.instant()).toDays());
        lab.signedUp("ann");
        guess("ann", AFAR).expect(429);
        logIn("ann", HOME).expect(303);
    }

    /** That is what no count of a network can prevent; but then each account has seen one wrong password, and waits for nothing. */
    @Test
    void from_1000_networks_each_account_is_tried_at_once_and_nobody_is_kept_out() {
        lab.signedUp("user1234");
        Instant begin = lab.clock.instant();
        IntStream.range(0, ACCOUNTS).forEach(account -> tryWithPatience("user" + account, network(account % NETWORKS)));
        assertEquals(begin, lab.clock.instant());
        logIn("user1234", HOME).expect(303);
    }

    @Test
    void all_1000_networks_together_get_100_guesses_at_an_account_with_a_mailbox() {
        confirmedAtHome();
        long tried = IntStream.range(0, NETWORKS)
                .filter(i -> !throttle().logIn("ann", caller(network(i))).isBesieged())
                .count();
        assertEquals(100, tried);
        logIn("ann", network(0)).expect(401);
        logIn("ann", HOME).expect(303);
    }

    @Test
    void who_is_shut_out_by_strangers_on_purpose_gets_in_from_home_at_any_hour_of_the_day() {
        confirmedAtHome();
        for (int hour = 0; hour < DAY.toHours(); hour++) {
            IntStream.range(0, 20).forEach(i -> guess("ann", network(i)));
            IntStream.range(0, 2).forEach(i -> lab.browser().post(from(network(i)), "/forgot", "username", "ann"));
            logIn("ann", HOME).expect(303);
            lab.clock.pass(Duration.ofHours(1));
        }
    }

    private void confirmedAtHome() {
        Browser ann = lab.browser();
        ann.signUp("ann", Lab.PASSWORD, "ann@example.org").expect(303);
        ann.post(lab.link("ann@example.org")).expect(303);
        logIn("ann", HOME).expect(303);
    }

    /** As at the page, without the hash: what is counted is counted before. */
    private void tryWithPatience(String username, String address) {
        try {
            throttle().logIn(username, caller(address));
        } catch (Problem wait) {
            assertEquals(Problem.Kind.TOO_MANY, wait.kind());
            assertTrue(wait.retryAfter().compareTo(Duration.ofMinutes(1)) <= 0);
            lab.clock.pass(wait.retryAfter());
            throttle().logIn(username, caller(address));
        }
    }

    /** It keeps its counts where the running server does. */
    private Throttle throttle() {
        return new Throttle(lab.database(), lab.clock, true);
    }

    private static Caller caller(String address) {
        return new Caller(address, "", "-");
    }

    private static String network(int number) {
        return "2001:db8:" + Integer.toHexString(number) + "::1";
    }

    private Answer guess(String username, String address) {
        return lab.browser().post(from(address), "/login", "username", username, "password", "a wrong password");
    }

    private Answer logIn(String username, String address) {
        return lab.browser().post(from(address), "/login", "username", username, "password", Lab.PASSWORD);
    }

    private static String[] from(String address) {
        return new String[] {"X-Forwarded-For", address};
    }
}
