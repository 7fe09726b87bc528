package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What is logged during a test, each line with the name of its logger in front. */
public final class LogLines implements BeforeEachCallback, AfterEachCallback {
    private static final Level OF_TESTS = Level.WARN;

    private final Level least;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Semaphore written = new Semaphore(0);
    private final AppenderBase<ILoggingEvent> recorder = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String trace = event.getThrowableProxy() == null ? "" : " (and a stack trace)";
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + trace);
            written.release();
        }
    };

    /** Warnings and worse. */
    public LogLines() {
        this(OF_TESTS);
    }

    public LogLines(Level least) {
        this.least = least;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        recorder.start();
        root().addAppender(recorder);
        root().setLevel(least);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        root().setLevel(OF_TESTS);
        root().detachAppender(recorder);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public List<String> with(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    public String text() {
        return String.join("\n", lines);
    }

    /** The one line with this part. It may be written a moment after the answer. */
    public String line(String part) {
        while (with(part).isEmpty()) {
            assertTrue(anotherLine(), part + " in " + lines);
        }
        List<String> found = with(part);
        assertEquals(1, found.size(), part + " in " + lines);
        return found.get(0);
    }

    private boolean anotherLine() {
        try {
            return written.tryAcquire(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
