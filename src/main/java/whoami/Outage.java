package whoami;

import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The database does not answer: a line for whoever runs this, and a {@link Problem} for whoever waits. */
public final class Outage {
    /** What the log's context calls the id of the request that a thread works on. */
    public static final String REQUEST = "request";

    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private Outage() {}

    static Problem problem(Throwable e) {
        // PostgreSQL adds where it was, on lines of their own
        log.error(
                "The database does not answer: {} request={}",
                String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", "; "),
                Objects.requireNonNullElse(MDC.get(REQUEST), "-"));
        return Problem.unavailable(
                "The database does not answer just now. Please try again in a moment.", RETRY_AFTER, e);
    }
}
