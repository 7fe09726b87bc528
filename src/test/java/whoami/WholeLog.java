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

/** All that is logged during a test, each line with the name of its logger in front. */
public final class WholeLog implements BeforeEachCallback, AfterEachCallback {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Semaphore written = new Semaphore(0);
    private final AppenderBase<ILoggingEvent> recorder = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
            written.release();
        }
    };

    @Override
    public void beforeEach(ExtensionContext context) {
        recorder.start();
        root().addAppender(recorder);
        root().setLevel(Level.INFO);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        root().setLevel(Level.WARN);
        root().detachAppender(recorder);
    }

    public List<String> lines() {
        return lines;
    }

    public String text() {
        return String.join("\n", lines);
    }

    /** The one line with this part. It may be written a moment after the answer. */
    public String line(String part) {
        while (lines.stream().noneMatch(each -> each.contains(part))) {
            assertTrue(anotherLine(), part + " in " + lines);
        }
        List<String> found = lines.stream().filter(each -> each.contains(part)).toList();
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
