package whoami;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** What there is to do besides serving, named by the first word of the command line. */
enum Subcommand {
    USER("looks at accounts and changes them", UserCommands::new),
    BACKUP("copies the database into a file, also while the server runs", out -> new Backup()),
    RESTORE("puts a backup in the place of the database", Restore::new);

    private static final int NOT_DONE = 1;
    private static final int NOT_UNDERSTOOD = 2;

    private final String help;
    private final Function<PrintStream, Object> command;

    Subcommand(String help, Function<PrintStream, Object> command) {
        this.help = help;
        this.command = command;
    }

    static Optional<Subcommand> named(String word) {
        return Arrays.stream(values())
                .filter(subcommand -> subcommand.word().equals(word))
                .findFirst();
    }

    /** For {@code --help}: every command with what it does. */
    static String help() {
        return Arrays.stream(values())
                .map(subcommand -> "  %-10s %s%n".formatted(subcommand.word(), subcommand.help))
                .collect(Collectors.joining());
    }

    /** @return the exit code: 1 for what could not be done, 2 for what was not understood */
    int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(command.apply(out))
                .setExecutionExceptionHandler((e, line, result) -> {
                    err.println("whoami: " + reason(e));
                    return e instanceof StartupFailure ? NOT_UNDERSTOOD : NOT_DONE;
                })
                .execute(arguments);
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String reason(Exception e) {
        return e instanceof Problem problem && !problem.errors().isEmpty()
                ? String.join(" ", problem.errors().values())
                : e.getMessage();
    }
}
