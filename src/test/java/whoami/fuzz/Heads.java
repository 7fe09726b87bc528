package whoami.fuzz;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes something else of a request's first line and its headers. */
final class Heads {
    private static final int HUGE = 10 << 20;

    private static final List<String> METHODS = List.of(
            "TRACE",
            "PROPFIND",
            "CONNECT",
            "OPTIONS",
            "HEAD",
            "PUT",
            "DELETE",
            "PATCH",
            "POST",
            "GET",
            "get",
            "MOVE",
            "PRI",
            "G\0T",
            "",
            "\u00ff",
            "GET GET",
            "X".repeat(9_000));

    private static final List<String> VERSIONS = List.of(
            "HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3.0", "HTTP/9999999999", "http/1.1", "", "ICY");

    private static final List<String> PATHS = List.of(
            "*",
            "",
            "/",
            "//",
            "///me",
            "/\\me",
            "http://evil.example/me",
            "//evil.example/me",
            "localhost:80",
            "/%00",
            "/%",
            "/%zz",
            "/%c0%af",
            "/%ff",
            "/.",
            "/..",
            "/../../etc/passwd",
            "/..%2f..%2fetc",
            "/%2e%2e/me",
            "/me%2f",
            "/me/",
            "/me;jsessionid=1",
            "/;/me",
            "/assets/..;/me",
            "/assets/%2e%2e%2fwhoami.css",
            "/docs/..%5c..",
            "/api/../me",
            "/WEB-INF/web.xml",
            "/META-INF/MANIFEST.MF",
            "/me#x",
            "/me\t",
            "/\u00ff\u00fe",
            "/" + "a".repeat(7_000),
            "/a".repeat(3_000));

    private static final List<String> QUERIES = List.of(
            "limit=-1",
            "limit=99999",
            "limit=1&limit=x",
            "after=%00",
            "after=' OR 1=1",
            "before=zz",
            "q=%25%5f%27",
            "q=%ff",
            "next=//evil.example",
            "next=/%0d%0a" + Words.INJECTED + ":%20yes",
            "next=/%5cevil",
            "welcome=" + Words.MARKUP,
            "author=canary",
            "verbose",
            "=",
            "&&&",
            "%",
            "%zz=%zz",
            "a=1&".repeat(1_500),
            "x=" + "y".repeat(7_500));

    private static final List<String> HEADERS = List.of(
            "Host: evil.example",
            "Host: ",
            "Host: a b",
            "Host: [::1",
            "Transfer-Encoding: chunked",
            "Content-Length: 5",
            "No colon",
            ": no name",
            "X : space",
            " folded",
            "X: \0",
            "X: \u00ff\u00fe",
            "Expect: 100-continue",
            "Expect: 42",
            "Upgrade: websocket",
            "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\nConnection: Upgrade, HTTP2-Settings",
            "Range: bytes=0-,0-,5-2",
            "If-Modified-Since: never",
            "If-None-Match: *",
            "Accept: application/json",
            "Accept: */*;q=x",
            "Accept-Language: " + "a,".repeat(2_000),
            "Accept-Encoding: gzip;q=nan",
            "Content-Encoding: gzip",
            "X-HTTP-Method-Override: DELETE",
            "X-Forwarded-For: ' OR 1=1",
            "X-Forwarded-Host: evil.example",
            "Forwarded: for=\"[",
            "Origin: null",
            "Origin: http://evil.example",
            "Origin: %zz",
            "Referer: http://[",
            "Sec-Fetch-Site: cross-site",
            "Authorization: Bearer",
            "Authorization: Bearer a.b.c",
            "Authorization: Bearer eyJhbGciOiJub25lIn0.e30.",
            "Authorization: Basic Og==",
            "Authorization: Bearer who_" + "x".repeat(3_000),
            "X-API-KEY: \u00ff",
            "X-API-KEY: ' OR 1=1 --",
            "Cookie: whoami",
            "Cookie: whoami=",
            "Cookie: whoami=\"; \";,,=;$Path=/",
            "Cookie: \u00ff=\u00fe",
            "Cookie: JSESSIONID=1; __Host-whoami=x; WHOAMI=y",
            "User-Agent: " + Words.MARKUP + "\u00e9",
            "User-Agent: " + "M".repeat(7_000));

    private Heads() {}

    static void spoil(RawRequest request, Random random) {
        switch (random.nextInt(20)) {
            case 0 -> request.version = Words.pick(random, VERSIONS);
            case 1, 2 -> request.method = Words.pick(random, METHODS);
            case 3, 4 -> request.path = Words.pick(random, PATHS);
            case 5, 6, 7, 8 -> request.path = disguised(request.path, random);
            case 9, 10, 11, 12, 13 -> request.query = Words.pick(random, QUERIES);
            case 14, 15, 16, 17, 18 -> request.headers.add(Words.pick(random, HEADERS));
            default -> crowd(request, random);
        }
    }

    /** The same address, to somebody who reads it carelessly. */
    private static String disguised(String path, Random random) {
        int at = path.isEmpty() ? 0 : random.nextInt(path.length());
        String head = path.substring(0, at);
        String tail = path.substring(at);
        return switch (random.nextInt(9)) {
            case 0 -> "/" + path;
            case 1 -> path + "/";
            case 2 -> path + ";x=y";
            case 3 -> path.toUpperCase(Locale.ROOT);
            case 4 -> tail.isEmpty() ? path : head + String.format("%%%02x", (int) tail.charAt(0)) + tail.substring(1);
            case 5 -> path.replaceFirst("(?<=.)/", "%2f");
            case 6 -> "/." + path;
            case 7 -> "/x/.." + path;
            default ->
                head + Bodies.encode(Words.pick(random, List.of("\0", "\uD800", "\n", " ", "\u00e9", "\\"))) + tail;
        };
    }

    private static void crowd(RawRequest request, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> request.header("Cookie", "a=b; ".repeat(random.nextInt(1_500)));
            case 1 -> request.header("Cookie", "whoami=x; ".repeat(random.nextInt(700)));
            case 2 -> request.headers.addAll(Collections.nCopies(random.nextInt(3_000), "X: y"));
            case 3 -> request.headers.addAll(List.copyOf(request.headers));
            default -> request.header("X", "x".repeat(random.nextInt(10) == 0 ? HUGE : 9_000));
        }
    }
}
