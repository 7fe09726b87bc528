package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;

class ClientAddressTest {
    @Nested
    class Without_trusted_proxies {
        @RegisterExtension
        final Lab lab = new Lab();

        @Test
        void what_a_client_says_about_itself_is_not_believed() {
            assertEquals("127.0.0.1", addressOf(lab, "6.6.6.6"));
        }
    }

    @Nested
    class Behind_trusted_proxies {
        @RegisterExtension
        final Lab lab = new Lab("TRUSTED_PROXIES", "127.0.0.0/8,10.0.0.0/8,::1,fd00::/8");

        @Test
        void the_client_is_the_last_one_that_is_no_proxy_of_ours() {
            assertEquals("203.0.113.7", addressOf(lab, "203.0.113.7"));
            assertEquals("203.0.113.7", addressOf(lab, "6.6.6.6, 203.0.113.7, 10.1.1.1"));
            assertEquals("2001:db8::7", addressOf(lab, "6.6.6.6,[2001:db8::7]:4711, fd00::1"));
            assertEquals("203.0.113.7", addressOf(lab, "203.0.113.7:55555"));
        }

        @Test
        void without_the_header_it_is_the_proxy_itself() {
            assertEquals("127.0.0.1", addressOf(lab, null));
        }

        @Test
        void what_is_no_address_is_not_taken_for_one() {
            assertEquals("127.0.0.1", addressOf(lab, "999.1.1.1"));
            assertEquals("127.0.0.1", addressOf(lab, "evil.example"));
            assertEquals("127.0.0.1", addressOf(lab, "203.0.113.7, unknown"));
            assertEquals("127.0.0.1", addressOf(lab, "'; DROP TABLE users; --"));
        }
    }

    private static String addressOf(Lab lab, String forwarded) {
        lab.signedUp("ann");
        String[] headers = forwarded == null ? new String[0] : new String[] {"X-Forwarded-For", forwarded};
        lab.browser()
                .post(headers, "/login", "username", "ann", "password", Lab.PASSWORD)
                .expect(303);
        String sql = "SELECT address FROM sessions";
        String address =
                lab.database().read(tx -> tx.one(row -> row.getString(1), sql)).orElseThrow();
        lab.database().execute(tx -> tx.update("DELETE FROM users"));
        return address;
    }
}
