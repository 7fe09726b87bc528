package whoami.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ThrottleRuleTest {
    @Test
    void the_wait_begins_with_a_second_doubles_and_has_an_end() {
        assertEquals(
                List.of(0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 900L, 900L),
                seconds(ThrottleRule.ACCOUNT_AND_NETWORK, LongStream.rangeClosed(1, 16)));
        assertEquals(
                List.of(0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L),
                seconds(ThrottleRule.NETWORK, LongStream.rangeClosed(49, 58)));
    }

    @Test
    void however_many_tries_there_were_it_does_not_begin_anew() {
        assertEquals(
                List.of(900L, 900L, 900L, 900L),
                seconds(ThrottleRule.ACCOUNT_AND_NETWORK, LongStream.of(25, 68, 69, 1_000_000)));
    }

    @Test
    void nobody_waits_for_what_is_counted_of_an_account_over_all_networks() {
        assertEquals(List.of(0L, 0L), seconds(ThrottleRule.ACCOUNT, LongStream.of(101, 1_000)));
    }

    private static List<Long> seconds(ThrottleRule rule, LongStream tries) {
        return tries.mapToObj(rule::waitAfter).map(Duration::toSeconds).toList();
    }
}
