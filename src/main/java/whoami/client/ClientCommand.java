package whoami.client;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code java -jar whoami.jar client}: many users at work, to watch a server and to check what it remembers. */
@Command(
        name = "whoami client",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = "Acts as many users of a server, shows how it does, and checks it against its own books.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the server kept everything it had acknowledged",
            "1:it did not, or answered what nobody expected",
            "2:it was not reached, or could not be used"
        })
public final class ClientCommand implements Callable<Integer> {
    private static final int EXIT_UNUSABLE = 2;

    /** More than the run takes to come to its end once it is asked to. */
    private static final long FAREWELL_SECONDS = 12;

    /** Few enough to be said on the telephone. */
    private static final long SEEDS = 1_000_000_000;

    private final Screen screen;

    @Spec
    private CommandSpec spec;

    @Option(names = "--url", defaultValue = "http://localhost:7070", description = "the server")
    private URI url;

    @Option(names = "--users", defaultValue = "20", description = "how many sign up")
    private int users;

    @Option(names = "--posts", defaultValue = "5", description = "how many posts each of them writes")
    private int posts;

    @Option(names = "--votes", defaultValue = "20", description = "how many votes each of them casts or changes")
    private int votes;

    @Option(names = "--concurrency", defaultValue = "8", description = "how many of them act at once")
    private int concurrency;

    @Option(
            names = "--seed",
            description =
                    "draws the same names and texts again; on one server only once, as names are never free again")
    private Long seed;

    @Option(
            names = "--keep",
            description = "leaves the users and their posts on the server; nobody knows their passwords")
    private boolean keep;

    private ClientCommand(Screen screen) {
        this.screen = screen;
    }

    /** @return the exit code */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        // since Java 22 there is a console where there is no terminal, unless one asks for the old one
        System.setProperty("jdk.console", "java.base");
        return new CommandLine(new ClientCommand(new Screen(out, System.console() != null)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, line, result) -> {
                    err.println("whoami client: " + e.getMessage());
                    return e instanceof CannotStart ? EXIT_UNUSABLE : 1;
                })
                .execute(arguments);
    }

    @Override
    public Integer call() {
        Plan plan = plan();
        var stop = new Stop();
        var finished = new CompletableFuture<Void>();
        Thread farewell = new Thread(() -> farewell(stop, finished), "farewell");
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return new Activity(plan, stop, screen).run();
        } finally {
            finished.complete(null);
        }
    }

    private Plan plan() {
        try {
            long drawn = seed == null ? ThreadLocalRandom.current().nextLong(SEEDS) : seed;
            return new Plan(url, users, posts, votes, concurrency, drawn, keep);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** Ctrl-C: Java ends when this returns, so the run is given the time to tell what it has seen, and to clear up. */
    private static void farewell(Stop stop, CompletableFuture<Void> finished) {
        stop.ask("stopped");
        finished.completeOnTimeout(null, FAREWELL_SECONDS, TimeUnit.SECONDS).join();
    }
}
