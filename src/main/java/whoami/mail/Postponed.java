package whoami.mail;

/** Thrown by who writes a letter, where it must not be sent just now. */
public final class Postponed extends RuntimeException {
    public Postponed(String reason) {
        super(reason, null, false, false);
    }
}
