package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {
    private final HandSetClock clock = new HandSetClock();
    private final Ids ids = new Ids(clock, new SecureRandom());

    @Test
    void an_id_is_a_uuid_of_version_7_that_holds_its_time() {
        UUID id = UUID.fromString(ids.next());
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
        assertEquals(clock.millis(), id.getMostSignificantBits() >>> 16);
    }

    @Test
    void later_ids_sort_behind_earlier_ones() {
        String first = ids.next();
        clock.pass(Duration.ofMillis(1));
        assertTrue(first.compareTo(ids.next()) < 0);
    }

    @Test
    void those_of_one_moment_sort_in_the_order_they_were_made_even_if_the_clock_goes_back() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            made.add(ids.next());
        }
        clock.pass(Duration.ofMillis(-1));
        made.add(ids.next());
        assertEquals(made.stream().sorted().toList(), made);
    }

    @Test
    void no_two_are_the_same_at_one_moment() {
        assertEquals(
                10_000,
                Stream.generate(ids::next)
                        .limit(10_000)
                        .collect(Collectors.toSet())
                        .size());
    }
}
