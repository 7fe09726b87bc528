package whoami.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server answered to a request.
 *
 * @param status 0 where it closed the connection without a word
 */
record Heard(int status, String text, Duration took) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([2-5]\\d\\d) ");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** @throws IOException if no answer came, and the connection was not closed either */
    static Heard from(int port, byte[] request) throws IOException {
        long begin = System.nanoTime();
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            write(socket, request);
            String text = read(socket);
            Matcher status = STATUS.matcher(text);
            return new Heard(
                    status.find() ? Integer.parseInt(status.group(1)) : 0,
                    text,
                    Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** A server may have heard enough before all was said. */
    private static void write(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
        } catch (IOException enough) {
            assert !socket.isClosed();
        }
    }

    private static String read(Socket socket) throws IOException {
        var answer = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        try {
            for (int read; (read = socket.getInputStream().read(some)) >= 0; ) {
                answer.write(some, 0, read);
            }
        } catch (SocketException reset) {
            assert !socket.isClosed();
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** The first line and the headers. */
    String head() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end);
    }

    boolean isHtml() {
        return head().contains("Content-Type: text/html");
    }
}
