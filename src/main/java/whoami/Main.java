package whoami;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.ops.Logging;
import whoami.ops.SelfView;
import whoami.web.Limits;

/** The process: what {@code java -jar whoami.jar} does. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Whoami.class);
    private static final int EXIT_UNUSABLE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        // all our words are English: to look through what Java knows of a thousand other languages takes a tenth of a
        // second
        System.getProperties().putIfAbsent("java.locale.providers", "SPI");
        int exitCode = run(System.getenv(), arguments);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** @return 0 also where the server runs on in threads of its own */
    private static int run(Map<String, String> environment, String... arguments) {
        Optional<Subcommand> subcommand = arguments.length == 0 ? Optional.empty() : Subcommand.named(arguments[0]);
        if (subcommand.isPresent()) {
            // what happens is told in plain words instead
            logContext().getLogger("whoami").setLevel(Level.WARN);
            return subcommand.get().run(System.out, System.err, Arrays.copyOfRange(arguments, 1, arguments.length));
        }
        try {
            CommandLine line = CommandLine.parse(arguments);
            switch (line.action()) {
                case HELP -> System.out.println(CommandLine.HELP.formatted(Subcommand.help(), Setting.help()));
                case VERSION -> System.out.println("whoami " + SelfView.version());
                case RUN -> serve(Settings.load(Path.of(""), line.config(), environment));
            }
            return 0;
        } catch (StartupFailure e) {
            System.err.println("whoami: " + e.getMessage());
            return EXIT_UNUSABLE;
        }
    }

    private static void serve(Settings settings) {
        if (settings.jsonLog()) {
            Logging.asJson(logContext());
        }
        var whoami = new Whoami(settings, Clock.systemUTC(), Limits.standard()).start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(whoami), "shutdown"));
        if (!settings.throttle()) {
            log.warn("WHOAMI_THROTTLE IS OFF: anybody can guess passwords as fast as they can be hashed");
        }
        List<String> addresses = whoami.addresses();
        int port = URI.create(addresses.get(addresses.size() - 1)).getPort();
        log.info(
                "whoami {} listens on {} ({})",
                SelfView.version(),
                String.join(" and ", addresses),
                new SelfView(settings).inOneLine(port));
    }

    private static void stop(Whoami whoami) {
        whoami.close();
        // the log is written by a thread of its own: the last lines are to get out too
        logContext().stop();
    }

    private static LoggerContext logContext() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
