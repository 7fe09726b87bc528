package whoami.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import whoami.api.Jwt.Claims;

class RecentlyVerifiedTest {
    private static final Claims CLAIMS = new Claims("grant", Set.of("read"), Instant.EPOCH);

    @Test
    void it_remembers_10_000_tokens_and_forgets_the_one_that_was_not_used_for_longest() {
        var recent = new RecentlyVerified();
        for (int i = 0; i < 10_000; i++) {
            recent.put("token" + i, CLAIMS);
        }
        assertEquals(CLAIMS, recent.get("token0"));
        recent.put("another", CLAIMS);
        assertEquals(CLAIMS, recent.get("another"));
        assertEquals(CLAIMS, recent.get("token0"), "used just now");
        assertNull(recent.get("token1"));
        assertEquals(CLAIMS, recent.get("token2"));
    }
}
