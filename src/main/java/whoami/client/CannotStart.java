package whoami.client;

/** Why there is nothing to watch, in one line for the one who runs it. */
final class CannotStart extends RuntimeException {
    CannotStart(String message) {
        super(message);
    }
}
