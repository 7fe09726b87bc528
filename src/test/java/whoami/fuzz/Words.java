package whoami.fuzz;

import java.util.List;
import java.util.Random;
import whoami.Lab;

/** Texts that have broken something somewhere, and plain ones, so that a request gets far enough to break something. */
final class Words {
    static final String INJECTED = "X-Injected";
    static final String MARKUP = "<fuzz>";

    private static final List<String> NASTY = List.of(
            "",
            " ",
            "\0",
            "ann\0bob",
            "\uD800",
            "\uDC00\uD800",
            "\uFEFF",
            "\u202Eevil",
            "e" + "\u0301".repeat(3_000),
            "\uD83D\uDC68\u200D\uD83D\uDC69".repeat(200),
            "\u2028\u2029\u0085",
            "\r\n" + INJECTED + ": yes",
            "\"'>" + MARKUP + "<script>alert(1)</script>",
            "' OR '1'='1' --",
            "\"; DROP TABLE users; --",
            "${jndi:ldap://127.0.0.1/x}",
            "#{7*7}{{7*7}}${7*7}",
            "../../../../etc/passwd",
            "%s%n%x%p",
            "%00%0d%0a",
            "-1",
            "9".repeat(400),
            "1e999999",
            "NaN",
            "null",
            "true",
            "[]",
            "\\",
            "a@b",
            "a@" + "b.".repeat(100) + "c",
            "x".repeat(1_001),
            "x".repeat(20_000));

    private Words() {}

    static String nasty(Random random) {
        return pick(random, NASTY);
    }

    /** What somebody might really send, and now and then what nobody would. */
    static String forField(String name, Identity who, Random random) {
        if (random.nextInt(4) == 0) {
            return nasty(random);
        }
        return switch (name) {
            case "username", "login" ->
                pick(random, List.of(who.username(), "u" + random.nextInt(1_000_000), "canary"));
            case "password", "current_password", "sudo_password" -> Lab.PASSWORD;
            case "email" -> "u" + random.nextInt(1_000) + "@example.org";
            case "scope" -> pick(random, List.of("read", "write"));
            default -> pick(random, List.of("some text", who.username(), who.postId(), "7"));
        };
    }

    static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
