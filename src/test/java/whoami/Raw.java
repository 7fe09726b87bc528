package whoami;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends what no well-behaved client would. */
public final class Raw {
    private static final int PATIENCE_MILLIS = 20_000;

    private Raw() {}

    /**
     * Sends it, and says that nothing else will follow.
     *
     * @return everything that the server answered before it closed the connection
     */
    public static String send(int port, String request) {
        return answer(port, request, true);
    }

    /** As {@link #send}, but stays open for more, as nearly all clients do. */
    static String ask(int port, String request) {
        return answer(port, request, false);
    }

    private static String answer(int port, String request, boolean isAll) {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            if (isAll) {
                socket.shutdownOutput();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
