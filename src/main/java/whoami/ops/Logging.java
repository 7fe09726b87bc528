package whoami.ops;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Which log lines there are, and where they go; unless a file that says so is named in {@code logback.configurationFile}. In Java, as
 * it takes much of the time of a start to read the same from XML.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0} %msg%n";
    private static final String ASYNC = "async";
    private static final String STDOUT = "stdout";
    private static final int QUEUED_LINES = 4096;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger("whoami").setLevel(Level.INFO);
        context.getLogger("http").setLevel(Level.INFO);
        // a stranger's nonsense is answered with 400, and is no reason to warn
        context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.ERROR);
        context.getLogger("org.eclipse.jetty.http.HttpParser").setLevel(Level.ERROR);
        context.getLogger("io.javalin.Javalin").setLevel(Level.ERROR);
        // a stack trace for each connection that breaks; whoami.Database says it in a line
        context.getLogger("com.zaxxer.hikari.pool").setLevel(Level.ERROR);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(async(context));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Writing a line costs more than making most pages. Nothing is thrown away: a full queue makes requests wait. */
    private static AsyncAppender async(LoggerContext context) {
        var async = new AsyncAppender();
        async.setContext(context);
        async.setName(ASYNC);
        async.setQueueSize(QUEUED_LINES);
        async.setDiscardingThreshold(0);
        async.addAppender(stdout(context));
        async.start();
        return async;
    }

    private static ConsoleAppender<ILoggingEvent> stdout(LoggerContext context) {
        var lines = new PatternLayoutEncoder();
        lines.setPattern(PATTERN);
        var stdout = new ConsoleAppender<ILoggingEvent>();
        stdout.setContext(context);
        stdout.setName(STDOUT);
        stdout.setEncoder(started(lines, context));
        stdout.start();
        return stdout;
    }

    /** From now on, each line is a JSON object. */
    public static void asJson(LoggerContext context) {
        var async = (AsyncAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(ASYNC);
        var stdout = (ConsoleAppender<ILoggingEvent>) async.getAppender(STDOUT);
        stdout.setEncoder(started(new JsonLines(), context));
    }

    private static Encoder<ILoggingEvent> started(Encoder<ILoggingEvent> encoder, LoggerContext context) {
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
