package whoami.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import whoami.Browser;
import whoami.FreshDatabase;
import whoami.Lab;
import whoami.Program;
import whoami.Raw;

class DiagnosisTest {
    private static final String VERBOSE = "/health?verbose";

    @Nested
    class Without_a_proxy {
        @RegisterExtension
        final Lab lab = new Lab("SMTP", "on");

        @Test
        void whoever_sits_at_the_machine_is_told_what_the_server_believes() {
            String text = lab.browser().get(VERBOSE).expect(200).body();
            assertTrue(text.startsWith("OK\nversion: "), text);
            for (String fact : new String[] {
                "X-Forwarded-For believed from: nobody",
                "cookies: not Secure",
                "database: " + (FreshDatabase.ON_POSTGRES ? "PostgreSQL" : "SQLite"),
                "letters: by 127.0.0.1",
                "your connection: from 127.0.0.1 to 127.0.0.1:" + lab.port() + ", HTTP/1.1 without TLS",
                "your address: 127.0.0.1",
                "your Host: "
            }) {
                assertTrue(text.contains("\n" + fact), text);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "X-Forwarded-For, 127.0.0.1",
            "X-Forwarded-Proto, https",
            "X-Forwarded-Host, localhost",
            "Forwarded, for=127.0.0.1",
            "X-Real-IP, 127.0.0.1",
            "Via, 1.1 proxy"
        })
        void whoever_comes_through_a_proxy_at_the_machine_is_not_told(String trace, String value) {
            String text = lab.browser().get(VERBOSE, trace, value).expect(403).body();
            assertFalse(text.contains("believed"), text);
        }

        @Test
        void a_page_that_has_another_name_lead_here_is_not_told() {
            String request = "GET " + VERBOSE + " HTTP/1.1\r\nConnection: close\r\nHost: ";
            assertTrue(Raw.send(lab.port(), request + "localhost\r\n\r\n").startsWith("HTTP/1.1 200 "));
            assertTrue(Raw.send(lab.port(), request + "localhost.evil.example\r\n\r\n")
                    .startsWith("HTTP/1.1 403 "));
            assertTrue(
                    Raw.send(lab.port(), "GET " + VERBOSE + " HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 403 "));
        }

        @Test
        void an_outage_is_told_in_both_ways() {
            lab.database().close();
            String text = lab.browser().get(VERBOSE).expect(503).body();
            assertTrue(text.startsWith("The database does not answer\nversion: "), text);
        }
    }

    @Nested
    class Behind_a_proxy {
        private static final String[] THROUGH_PROXY = {"X-Forwarded-For", "6.6.6.6, 203.0.113.7"};

        @RegisterExtension
        final Lab lab = new Lab("TRUSTED_PROXIES", "127.0.0.1", "BASE_URL", "https://example.org");

        @Test
        void an_admin_is_told_which_address_is_seen_and_what_is_believed() {
            lab.programOf("ann").get(VERBOSE, THROUGH_PROXY).expect(403);
            Program admin = admin();
            String text = admin.get(VERBOSE, THROUGH_PROXY).expect(200).body();
            assertTrue(text.contains("\nreached at: https://example.org\n"), text);
            assertTrue(text.contains("\nX-Forwarded-For believed from: 127.0.0.1\ncookies: Secure\n"), text);
            assertTrue(text.contains("\nyour address: 203.0.113.7\n"), text);
            assertTrue(text.contains("\nyour X-Forwarded-For: 6.6.6.6, 203.0.113.7 (believed)\n"), text);
        }

        @Test
        void a_stranger_is_not_told() {
            lab.browser().get(VERBOSE, THROUGH_PROXY).expect(403);
            lab.program()
                    .get(VERBOSE, "X-Forwarded-For", "203.0.113.7", "Authorization", "Bearer nonsense")
                    .expect(403);
            assertEquals("OK", lab.browser().get("/health", THROUGH_PROXY).body());
        }

        private Program admin() {
            Program admin = lab.programOf("root");
            lab.database().execute(tx -> tx.update("UPDATE users SET role = 'ADMIN' WHERE username = 'root'"));
            return admin.logIn("root");
        }
    }

    @Nested
    class Behind_a_proxy_that_nobody_told_us_of {
        @RegisterExtension
        final Lab lab = new Lab("BASE_URL", "https://example.org");

        @Test
        void everybody_may_come_through_it_so_nobody_is_told() {
            lab.browser().get(VERBOSE).expect(403);
        }
    }

    @Nested
    class With_the_browser_of_an_admin {
        @RegisterExtension
        final Lab lab = new Lab();

        @Test
        void its_cookie_will_do() {
            Browser root = lab.loggedIn("root");
            String[] afar = {"X-Forwarded-For", "203.0.113.7"};
            root.get(VERBOSE, afar).expect(403);
            lab.database().execute(tx -> tx.update("UPDATE users SET role = 'ADMIN' WHERE username = 'root'"));
            String text = root.get(VERBOSE, afar).expect(200).body();
            assertTrue(text.contains("\nyour address: 127.0.0.1\n"), text);
            assertTrue(text.contains("\nyour X-Forwarded-For: 203.0.113.7 (not believed)\n"), text);
        }
    }
}
