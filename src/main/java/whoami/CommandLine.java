package whoami;

import java.nio.file.Path;

/**
 * What was asked for when whoami was started.
 *
 * @param config the file given with {@code --config}, or null
 */
record CommandLine(Action action, Path config) {
    enum Action {
        RUN,
        HELP,
        VERSION
    }

    static final String HELP = """
            whoami: the smallest complete account system that one would dare to run

            java -jar whoami.jar [--config FILE] [--help] [--version]
            java -jar whoami.jar COMMAND [--help] ...

            Commands:
            %s
            Settings come from the environment, over a properties file (whoami.properties, or the one
            given with --config), over a file .env, over these defaults:

            %s""";

    /** @throws StartupFailure on anything that is not understood */
    static CommandLine parse(String... arguments) {
        var line = new CommandLine(Action.RUN, null);
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--help", "-h" -> line = new CommandLine(Action.HELP, line.config());
                case "--version" -> line = new CommandLine(Action.VERSION, line.config());
                case "--config" -> {
                    if (++i == arguments.length) {
                        throw new StartupFailure("--config needs the name of a file");
                    }
                    line = new CommandLine(line.action(), Path.of(arguments[i]));
                }
                default -> throw new StartupFailure("unknown argument " + arguments[i] + " (--help lists them)");
            }
        }
        return line;
    }
}
