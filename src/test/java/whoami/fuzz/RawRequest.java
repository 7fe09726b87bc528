package whoami.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request byte by byte: nothing keeps it from being nonsense. */
final class RawRequest {
    String method;
    String path;
    String query = "";
    String version = "HTTP/1.1";
    final List<String> headers = new ArrayList<>();
    byte[] body = {};
    /** What is said of the body's length, or null where nothing is to be said. */
    String length;

    RawRequest(String method, String path) {
        this.method = method;
        this.path = path;
        header("Host", "localhost");
        header("Connection", "close");
    }

    RawRequest header(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    void replaceHeader(String name, String value) {
        headers.removeIf(line -> line.startsWith(name + ":"));
        header(name, value);
    }

    RawRequest body(String type, byte[] content) {
        header("Content-Type", type);
        body = content;
        length = String.valueOf(content.length);
        return this;
    }

    String line() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query) + " " + version;
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(latin(line() + "\r\n"));
        headers.forEach(line -> out.writeBytes(latin(line + "\r\n")));
        if (length != null) {
            out.writeBytes(latin("Content-Length: " + length + "\r\n"));
        }
        out.writeBytes(latin("\r\n"));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /** One byte for each character, so that any byte can be said. */
    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The beginning, for whoever has to find out what was wrong. */
    @Override
    public String toString() {
        String all = new String(bytes(), StandardCharsets.ISO_8859_1);
        return all.substring(0, Math.min(all.length(), 800));
    }
}
