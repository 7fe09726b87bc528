package whoami.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Forms and JSON as a program would send them, but for what is missing, doubled, huge, or of another type. */
final class Bodies {
    static final String FORM = "application/x-www-form-urlencoded";
    static final String JSON = "application/json";
    private static final int HUGE = 10 << 20;
    private static final int DEEP = 30_000;

    private static final List<String> NO_JSON = List.of(
            "",
            "{",
            "[]",
            "null",
            "1",
            "\"text\"",
            "{}{}",
            "{\"username\":}",
            "{'username':'x'}",
            "{\"a\":1,}",
            "// no\n{}",
            "\uFEFF{}",
            "{\"username\":\"\\ud800\"}",
            "{\"username\":\"\\u0000\"}",
            "{\"username\":\"x\",\"username\":\"y\"}",
            "{\"__proto__\":{\"role\":\"admin\"}}",
            "{\"text\":1e999999999}",
            "{\"text\":" + "9".repeat(5_000) + "}",
            "[".repeat(DEEP),
            "{\"a\":".repeat(DEEP));

    private static final List<String> OTHER_TYPES =
            List.of("1", "-1.5", "true", "null", "[]", "{}", "[\"x\"]", "{\"x\":[[[[[[[[1]]]]]]]]}", "1e400");

    private Bodies() {}

    static RawRequest fill(RawRequest request, Route route, Identity who, Random random) {
        if (route.method().equals("GET") || route.method().equals("HEAD")) {
            return request;
        }
        List<String> names = names(route, random);
        return route.isApi()
                ? request.body(JSON, json(names, who, random))
                : request.body(FORM, form(names, who, random));
    }

    private static List<String> names(Route route, Random random) {
        List<String> names = new ArrayList<>(route.fields());
        Collections.shuffle(names, random);
        if (random.nextInt(6) == 0 && !names.isEmpty()) {
            names.remove(0);
        }
        if (random.nextInt(8) == 0 && !names.isEmpty()) {
            names.add(names.get(0));
        }
        if (random.nextInt(10) == 0) {
            names.add(Words.pick(random, List.of("role", "id", "admin", "", "a[b]", "__proto__")));
        }
        return names;
    }

    private static byte[] form(List<String> names, Identity who, Random random) {
        List<String> pairs = names.stream()
                .map(name -> encode(name) + "=" + encode(Words.forField(name, who, random)))
                .toList();
        return RawRequest.latin(String.join("&", pairs));
    }

    private static byte[] json(List<String> names, Identity who, Random random) {
        List<String> members = names.stream()
                .map(name -> quote(name) + ":" + value(name, who, random))
                .toList();
        return RawRequest.latin("{" + String.join(",", members) + "}");
    }

    private static String value(String name, Identity who, Random random) {
        return random.nextInt(6) == 0 ? Words.pick(random, OTHER_TYPES) : quote(Words.forField(name, who, random));
    }

    /** All of it escaped, so that halves of characters pass. */
    private static String quote(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(unit -> quoted.append(String.format("\\u%04x", unit)));
        return quoted.append('"').toString();
    }

    /** As UTF-8, in which halves of characters have a form, if a forbidden one. */
    static String encode(String text) {
        var encoded = new StringBuilder();
        text.chars().forEach(unit -> {
            byte[] bytes = Character.isSurrogate((char) unit)
                    ? new byte[] {(byte) 0xED, (byte) (0x80 | unit >> 6 & 0x3F), (byte) (0x80 | unit & 0x3F)}
                    : String.valueOf((char) unit).getBytes(StandardCharsets.UTF_8);
            for (byte each : bytes) {
                encoded.append(String.format("%%%02x", each));
            }
        });
        return encoded.toString();
    }

    /** Makes something else of a body. */
    static void spoil(RawRequest request, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> set(request, RawRequest.latin(Words.pick(random, NO_JSON)));
            case 1 -> set(request, Words.pick(random, NO_JSON).getBytes(StandardCharsets.UTF_16));
            case 2 -> set(request, noise(random, random.nextInt(2_000)));
            case 3 -> set(request, flipped(request.body, random));
            case 4 -> set(request, RawRequest.latin("a=1&".repeat(random.nextInt(20_000))));
            case 5 ->
                set(
                        request,
                        RawRequest.latin("username=%&password=%zz&email=%e0%80%af&%=%&&&=&\u00ff\u00fe=\u00c0\u00af"));
            case 6 -> set(request, random.nextInt(10) == 0 ? new byte[HUGE] : new byte[65_537]);
            case 7 ->
                request.length = Words.pick(random, List.of("-1", "0", "1", "99999999999999999999", "1e3", "+5", ""));
            case 8 -> request.length = String.valueOf(request.body.length + random.nextInt(2_000));
            case 9 -> chunked(request, random);
            case 10 -> request.replaceHeader("Content-Type", type(random));
            default -> multipart(request);
        }
    }

    private static void set(RawRequest request, byte[] body) {
        request.body = body;
        request.length = String.valueOf(body.length);
    }

    private static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] flipped(byte[] body, Random random) {
        byte[] flipped = body.clone();
        for (int i = 0; i < 3 && flipped.length > 0; i++) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private static void chunked(RawRequest request, Random random) {
        String size = Words.pick(random, List.of("", "-1", "zz", "ffffffffffffffffff", "5;x=\"", "0x5", " 5"));
        var chunks = new ByteArrayOutputStream();
        String first = random.nextBoolean() ? Integer.toHexString(request.body.length) : size;
        chunks.writeBytes(RawRequest.latin(first + "\r\n"));
        chunks.writeBytes(request.body);
        chunks.writeBytes(RawRequest.latin("\r\n0\r\n" + (random.nextBoolean() ? "" : "X-Late: 1\r\n") + "\r\n"));
        request.body = chunks.toByteArray();
        request.header("Transfer-Encoding", Words.pick(random, List.of("chunked", "gzip, chunked", "identity", "x")));
        if (random.nextInt(3) > 0) {
            request.length = null;
        }
    }

    private static String type(Random random) {
        return Words.pick(
                random,
                List.of(
                        "",
                        "text/plain",
                        "application/xml",
                        FORM + "; charset=utf-16",
                        FORM + "; charset=nonsense",
                        JSON + "; charset=latin1",
                        JSON + ";",
                        "multipart/form-data",
                        "a/b".repeat(500),
                        "application/json, text/html",
                        "\0",
                        "\u00ff\u00fe"));
    }

    private static void multipart(RawRequest request) {
        request.replaceHeader("Content-Type", "multipart/form-data; boundary=x");
        set(
                request,
                RawRequest.latin(
                        "--x\r\nContent-Disposition: form-data; name=\"username\"; filename=\"../x\"\r\n\r\nann\r\n--x\r\n"));
    }
}
