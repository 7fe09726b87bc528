package whoami.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.LogLines;

class LimitsTest {
    private static final int BYTES = 1_000;
    private static final String POST =
            "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: 1000\r\n\r\nusername=";

    @RegisterExtension
    final LogLines log = new LogLines();

    @RegisterExtension
    final Lab lab = new Lab().withPatience(Duration.ofSeconds(2));

    @RegisterExtension
    final Lab patient = new Lab();

    @Test
    void a_client_that_sends_its_headers_byte_by_byte_is_cut_off() throws IOException {
        assertTrue(isCutOff("GET / HTTP/1.1\r\nX: "));
    }

    @Test
    void a_client_that_sends_its_body_byte_by_byte_is_cut_off_and_its_request_is_over() throws IOException {
        assertTrue(isCutOff(POST));
        lab.awaitQuiet();
        assertEquals(List.of(), log.lines(), "it is no failure of ours");
    }

    @Test
    void a_client_that_takes_its_time_is_not() throws IOException {
        try (var socket = new Socket("127.0.0.1", patient.port())) {
            socket.setSoTimeout(2_500);
            socket.getOutputStream().write("GET /login HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
            // looked at twice meanwhile
            assertThrows(
                    SocketTimeoutException.class, () -> socket.getInputStream().read());
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals("HTTP/1.1 200", new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void a_client_that_says_nothing_is_cut_off() throws IOException {
        try (var socket = new Socket("127.0.0.1", lab.port())) {
            socket.setSoTimeout(20_000);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    /** Keeps sending a byte every 50 ms; reading with a time-out is the pause between two. */
    private boolean isCutOff(String beginning) throws IOException {
        try (var socket = new Socket("127.0.0.1", lab.port())) {
            socket.setSoTimeout(50);
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < BYTES; i++) {
                try {
                    if (socket.getInputStream().read() < 0) {
                        return true;
                    }
                } catch (SocketTimeoutException nothingYet) {
                    socket.getOutputStream().write('x');
                }
            }
            return false;
        } catch (SocketException cutOff) {
            return true;
        }
    }
}
