package whoami;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What is logged during a test, of warnings and worse. */
public final class LogLines implements BeforeEachCallback, AfterEachCallback {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> recorder = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage() + (event.getThrowableProxy() == null ? "" : " (and a stack trace)"));
        }
    };

    @Override
    public void beforeEach(ExtensionContext context) {
        recorder.start();
        root().addAppender(recorder);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        root().detachAppender(recorder);
    }

    public List<String> warnings() {
        return List.copyOf(lines);
    }

    public List<String> with(String words) {
        return lines.stream().filter(line -> line.contains(words)).toList();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
