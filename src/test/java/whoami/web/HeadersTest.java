package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Raw;

class HeadersTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void every_answer_carries_the_guarding_headers() {
        for (String path : List.of("/", "/login", "/me", "/nothing", "/health", "/assets/nothing")) {
            Answer answer = lab.browser().get(path);
            assertEquals(
                    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
                    answer.header("Content-Security-Policy"),
                    path);
            assertEquals("nosniff", answer.header("X-Content-Type-Options"), path);
            assertEquals("same-origin", answer.header("Referrer-Policy"), path);
            assertEquals("same-origin", answer.header("Cross-Origin-Opener-Policy"), path);
            assertEquals("same-origin", answer.header("Cross-Origin-Resource-Policy"), path);
            assertEquals("no-store", answer.header("Cache-Control"), path);
            assertTrue(answer.header("X-Request-Id").matches("[0-9a-f]{16}"), path);
            assertNull(answer.header("Server"), path);
            assertNull(answer.header("Strict-Transport-Security"), "not without TLS");
        }
    }

    @Test
    void even_what_jetty_refuses_by_itself_carries_them() {
        for (String request : List.of("NONSENSE\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n")) {
            String answer = Raw.send(lab.port(), request);
            assertTrue(answer.contains("Content-Security-Policy: default-src 'self'"), answer);
            assertTrue(answer.contains("X-Request-Id: "), answer);
            assertFalse(answer.toLowerCase().contains("jetty"), answer);
        }
    }

    @Test
    void no_page_has_an_inline_script_or_style() {
        for (String path : List.of("/", "/login", "/signup", "/nothing")) {
            var page = lab.browser().get(path).page();
            assertTrue(
                    page.select("script, style, [style], [onclick], [onload]").isEmpty(), path);
        }
    }
}
