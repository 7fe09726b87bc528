package whoami.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void an_ipv4_address_is_a_network_of_its_own() {
        assertNotEquals(Network.of("203.0.113.7"), Network.of("203.0.113.8"));
        assertEquals(Network.of("203.0.113.7"), Network.of("::ffff:203.0.113.7"));
    }

    @Test
    void an_ipv6_network_is_a_64() {
        assertEquals(Network.of("2001:db8:1:2::7"), Network.of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertNotEquals(Network.of("2001:db8:1:2::7"), Network.of("2001:db8:1:3::7"));
    }
}
