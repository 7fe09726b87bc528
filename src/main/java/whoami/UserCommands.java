package whoami;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import whoami.account.Caller;
import whoami.account.User;

/** What whoever runs whoami does to accounts, on the machine itself; also while the server runs. */
@Command(
        name = "whoami user",
        mixinStandardHelpOptions = true,
        description = "Looks at accounts and changes them, in the database of the settings. The server may be running.")
final class UserCommands {
    private static final Caller OPERATOR = new Caller("operator", "", "-");
    private static final int PAGE = 500;

    private final PrintStream out;

    @Mixin
    private SettingsOption configured;

    UserCommands(PrintStream out) {
        this.out = out;
    }

    @Command(description = "All users, by name.")
    void list() {
        with(domain -> {
            String after = "";
            List<User> page;
            do {
                page = domain.users().everybody(after, PAGE);
                page.forEach(user -> out.println(line(user)));
                after = page.isEmpty() ? "" : page.get(page.size() - 1).username();
            } while (page.size() == PAGE);
        });
    }

    @Command(
            description =
                    "Makes an account, also where sign-up is closed. The password is asked for, or read from standard input.")
    void create(
            @Parameters(paramLabel = "NAME") String username,
            @Option(names = "--email", defaultValue = "", description = "where a letter goes to confirm it")
                    String email,
            @Option(names = "--name", defaultValue = "", description = "what they call themselves") String name) {
        String password = readPassword();
        with(domain -> out.println(line(domain.accounts().create(username, password, email, name, OPERATOR))));
    }

    @Command(description = "One user.")
    void show(@Parameters(paramLabel = "NAME") String username) {
        with(domain -> {
            User user = domain.users().named(username);
            out.println(line(user));
            out.println("  id       " + user.id());
            out.println("  created  " + user.createdAt());
            out.println("  waiting  " + or(user.unconfirmedEmail()));
        });
    }

    @Command(description = "Makes an admin of a user.")
    void promote(@Parameters(paramLabel = "NAME") String username) {
        change(username, (domain, user) -> domain.users().setRole(user, User.Role.ADMIN, null, OPERATOR));
    }

    @Command(description = "Makes a user of an admin.")
    void demote(@Parameters(paramLabel = "NAME") String username) {
        change(username, (domain, user) -> domain.users().setRole(user, User.Role.USER, null, OPERATOR));
    }

    @Command(description = "Closes an account: its owner is out on the next request.")
    void disable(@Parameters(paramLabel = "NAME") String username) {
        change(username, (domain, user) -> domain.users().disable(user, null, OPERATOR));
    }

    @Command(description = "Logs a user out everywhere; programs with an API key go on.")
    void logout(@Parameters(paramLabel = "NAME") String username) {
        change(username, (domain, user) -> domain.users().logOut(user, null, OPERATOR));
    }

    @Command(description = "Opens a closed account again.")
    void enable(@Parameters(paramLabel = "NAME") String username) {
        change(username, (domain, user) -> domain.users().enable(user, null, OPERATOR));
    }

    @Command(description = "Deletes an account, as its owner can: 30 days to come back, by letter.")
    void delete(@Parameters(paramLabel = "NAME") String username) {
        with(domain -> {
            domain.leaving().delete(domain.users().named(username), OPERATOR);
            out.println(username + " is deleted");
        });
    }

    @Command(name = "reset-link", description = "A link to set a new password, good for an hour, to hand to its owner.")
    void resetLink(@Parameters(paramLabel = "NAME") String username) {
        with(domain -> out.println(domain.settings().baseUrl()
                + "/reset/"
                + domain.passwordReset().token(domain.users().named(username))));
    }

    private void change(String username, Change change) {
        with(domain -> {
            change.apply(domain, domain.users().named(username));
            out.println(line(domain.users().named(username)));
        });
    }

    private void with(Work work) {
        Settings settings = configured.load();
        try (Database database = Database.open(settings.database())) {
            work.apply(Domain.of(settings, database, Clock.systemUTC()));
        }
    }

    /** Never from an argument: those are in the list of processes and in the history of the shell. */
    private static String readPassword() {
        Console console = System.console();
        try {
            if (console != null) {
                return new String(console.readPassword("Password: "));
            }
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(User user) {
        String state = user.disabled() ? "disabled" : "active";
        return "%-24s %-6s %-9s %-32s %s"
                .formatted(user.username(), user.role().inWords(), state, or(user.email()), or(user.name()))
                .stripTrailing();
    }

    private static String or(String value) {
        return value == null ? "-" : value;
    }

    private interface Work {
        void apply(Domain domain);
    }

    private interface Change {
        void apply(Domain domain, User user);
    }
}
