package whoami;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine;
import whoami.client.ClientCommand;

/** What there is to do besides serving, named by the first word of the command line. */
enum Subcommand {
    USER("looks at accounts and changes them", on(UserCommands::new)),
    BACKUP("copies the database into a file, also while the server runs", on(out -> new Backup())),
    RESTORE("puts a backup in the place of the database", on(Restore::new)),
    COPY("moves everything from SQLite into an empty PostgreSQL", on(Copy::new)),
    CLIENT("acts as many users of a server, to watch it and to check it", ClientCommand::run);

    private static final int NOT_DONE = 1;
    private static final int NOT_UNDERSTOOD = 2;

    private final String help;
    private final Body body;

    Subcommand(String help, Body body) {
        this.help = help;
        this.body = body;
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
        return body.run(out, err, arguments);
    }

    /** What works on the database of the settings. */
    private static Body on(Function<PrintStream, Object> command) {
        return (out, err, arguments) -> new CommandLine(command.apply(out))
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

    private interface Body {
        int run(PrintStream out, PrintStream err, String... arguments);
    }
}
