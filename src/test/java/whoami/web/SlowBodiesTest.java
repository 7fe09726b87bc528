package whoami.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.Raw;

class SlowBodiesTest {
    /** More than all threads that the server has. */
    private static final int MANY = 300;

    private static final String BEGINNING = "POST /login HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nusername=";

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void slow_bodies_hold_no_threads_so_others_are_served_before_the_slow_ones_are_cut_off() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                var socket = new Socket("127.0.0.1", lab.port());
                socket.getOutputStream().write(BEGINNING.getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertTrue(Raw.send(lab.port(), "GET /health HTTP/1.0\r\n\r\n").endsWith("OK"));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }
}
