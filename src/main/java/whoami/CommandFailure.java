package whoami;

/** Why a command could not be done, in one line for the one who gave it. */
final class CommandFailure extends RuntimeException {
    CommandFailure(String message) {
        super(message);
    }

    private CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** What cannot be done, and the reason that lies deepest. */
    static CommandFailure because(String what, Throwable cause) {
        return new CommandFailure(StartupFailure.inOneLine(what, cause), cause);
    }
}
