package whoami.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A connection that stays open, for requests that are bytes already and answers that are only counted: a client that costs as little as
 * can be, as it has the processors together with the server.
 */
final class Connection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LONGEST_ANSWER = 128 * 1024;
    private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)", Pattern.CASE_INSENSITIVE);

    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final InputStream in;
    private final byte[] answer = new byte[LONGEST_ANSWER];
    private String head;
    private int filled;

    Connection(int port) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        this.in = socket.getInputStream();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** @param headers each as a line, such as {@code Cookie: whoami=...} */
    static byte[] get(String path, String... headers) {
        return request("GET " + path, headers, "");
    }

    static byte[] post(String path, String form, String... headers) {
        return request("POST " + path, headers, body("application/x-www-form-urlencoded", form));
    }

    static byte[] postJson(String path, String json, String... headers) {
        return request("POST " + path, headers, body("application/json", json));
    }

    private static String body(String type, String content) {
        return "Content-Type: " + type + "\r\nContent-Length: " + content.length() + "\r\n\r\n" + content;
    }

    private static byte[] request(String line, String[] headers, String body) {
        String start = line + " HTTP/1.1\r\nHost: localhost\r\n";
        String more = Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        return (start + more + (body.isEmpty() ? "\r\n" : body)).getBytes(StandardCharsets.US_ASCII);
    }

    /** @return the status */
    int exchange(byte[] request) throws IOException {
        send(request);
        return receive();
    }

    void send(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
    }

    /** @return the status */
    int receive() throws IOException {
        filled = 0;
        int end;
        do {
            fill();
            end = endOfHead();
        } while (end < 0);
        head = new String(answer, 0, end, StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(head);
        int whole = end + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        boolean chunked = head.contains("Transfer-Encoding: chunked");
        while (filled < whole || chunked && !endsWithLastChunk()) {
            fill();
        }
        return Integer.parseInt(head.substring(9, 12));
    }

    private void fill() throws IOException {
        int read = in.read(answer, filled, answer.length - filled);
        if (read <= 0) {
            throw new EOFException("the answer ends in the middle, or is too long");
        }
        filled += read;
    }

    private int endOfHead() {
        for (int i = 3; i < filled; i++) {
            if (answer[i] == '\n' && answer[i - 1] == '\r' && answer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private boolean endsWithLastChunk() {
        int start = filled - LAST_CHUNK.length;
        return start >= 0 && Arrays.equals(answer, start, filled, LAST_CHUNK, 0, LAST_CHUNK.length);
    }

    /** The first group of the pattern in the last answer. */
    String find(Pattern pattern) {
        Matcher matcher = pattern.matcher(text());
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text());
        }
        return matcher.group(1);
    }

    /** The whole of the last answer. */
    String text() {
        return new String(answer, 0, filled, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
