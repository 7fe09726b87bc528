package whoami;

import java.time.Duration;
import java.util.Map;

/** An expected failure, in words for the person who caused it. {@code web.Errors} makes an HTTP answer of it. */
public final class Problem extends RuntimeException {
    public enum Kind {
        MALFORMED,
        INVALID,
        UNAUTHENTICATED,
        FORBIDDEN,
        UNCONFIRMED,
        NOT_FOUND,
        CONFLICT,
        TOO_MANY,
        UNAVAILABLE
    }

    private final Kind kind;
    private final Map<String, String> errors;
    private final Duration retryAfter;

    private Problem(Kind kind, String message, Map<String, String> errors, Duration retryAfter, Throwable cause) {
        super(message, cause, false, false);
        this.kind = kind;
        this.errors = Map.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** What cannot even be read. */
    public static Problem malformed(String message) {
        return new Problem(Kind.MALFORMED, message, Map.of(), Duration.ZERO, null);
    }

    /** @param errors the reason by the name of each wrong field */
    public static Problem invalid(Map<String, String> errors) {
        return new Problem(Kind.INVALID, "Please check the marked fields.", errors, Duration.ZERO, null);
    }

    public static Problem conflict(String field, String reason) {
        return new Problem(
                Kind.CONFLICT, "Please check the marked fields.", Map.of(field, reason), Duration.ZERO, null);
    }

    public static Problem unauthenticated(String message) {
        return new Problem(Kind.UNAUTHENTICATED, message, Map.of(), Duration.ZERO, null);
    }

    public static Problem forbidden(String message) {
        return new Problem(Kind.FORBIDDEN, message, Map.of(), Duration.ZERO, null);
    }

    /** The right password, but an address has to be confirmed first. */
    public static Problem unconfirmed(String message) {
        return new Problem(Kind.UNCONFIRMED, message, Map.of(), Duration.ZERO, null);
    }

    public static Problem notFound(String message) {
        return new Problem(Kind.NOT_FOUND, message, Map.of(), Duration.ZERO, null);
    }

    /** @param wait until it is worth trying again, rounded up to whole seconds */
    public static Problem tooMany(Duration wait) {
        return tooMany("Too many tries.", wait);
    }

    /** As the other, with another word about what was too many. */
    public static Problem tooMany(String what, Duration wait) {
        long seconds = wait.plusMillis(999).toSeconds();
        String message = what + " Please wait " + inWords(seconds) + " and try again.";
        return new Problem(Kind.TOO_MANY, message, Map.of(), Duration.ofSeconds(seconds), null);
    }

    private static String inWords(long seconds) {
        long minutes = (seconds + 59) / 60;
        String time = seconds < 60
                ? seconds + " seconds"
                : minutes < 120 ? minutes + " minutes" : (minutes + 59) / 60 + " hours";
        return time.replaceFirst("^(1 \\w+)s$", "$1");
    }

    /** Something we depend on does not answer, or is too busy: nothing was changed, and the same request may work later. */
    public static Problem unavailable(String message, Duration retryAfter, Throwable cause) {
        return new Problem(Kind.UNAVAILABLE, message, Map.of(), retryAfter, cause);
    }

    public Kind kind() {
        return kind;
    }

    public Map<String, String> errors() {
        return errors;
    }

    /** When it makes sense to try again; zero where that would not help. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
