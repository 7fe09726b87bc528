package whoami;

import java.nio.file.FileSystemException;
import java.util.stream.Collectors;

/** Why whoami cannot start, in one line for the one who runs it. */
public final class StartupFailure extends RuntimeException {
    public StartupFailure(String message) {
        super(message);
    }

    public StartupFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** What cannot be done, and the reason that lies deepest. */
    public static StartupFailure because(String what, Throwable cause) {
        return new StartupFailure(inOneLine(what, cause), cause);
    }

    static String inOneLine(String what, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // an exception of the operating system says "/proc/whoami.db" and means "cannot write there"
        boolean telling = root.getMessage() != null && !(root instanceof FileSystemException);
        String reason = telling ? root.getMessage() : root.toString();
        return what + ": " + reason.lines().limit(2).collect(Collectors.joining(" "));
    }
}
