package whoami.client;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** How long the server asks to wait, and a word about it where that is long. */
final class Waits {
    private static final Duration UNSAID = Duration.ofSeconds(1);
    private static final Duration WORTH_A_WORD = Duration.ofSeconds(10);

    private final Map<Kind, Duration> told = new ConcurrentHashMap<>();
    private final Consumer<String> say;

    Waits(Consumer<String> say) {
        this.say = say;
    }

    Duration asked(Kind kind, HttpResponse<?> response) {
        Duration wait = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(UNSAID);
        if (wait.compareTo(WORTH_A_WORD) >= 0) {
            tell(kind, wait);
        }
        return wait;
    }

    /** Once for each kind, and again when it has doubled: all who act at once are told to wait. */
    private void tell(Kind kind, Duration wait) {
        told.compute(kind, (same, before) -> {
            if (before != null && wait.compareTo(before.multipliedBy(2)) < 0) {
                return before;
            }
            say.accept("waiting " + wait.toSeconds() + " s to " + kind.inWords + ", as the server asks" + advice(kind));
            return wait;
        });
    }

    private static String advice(Kind kind) {
        return kind == Kind.SIGN_UP
                ? ": it lets so many sign up only slowly. Start it with WHOAMI_THROTTLE=off for a test"
                : "";
    }
}
