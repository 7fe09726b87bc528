package whoami.account;

import java.time.Instant;

/** Something that happened to an account. */
public record Event(Kind kind, Instant at, String address, String userAgent) {
    public enum Kind {
        SIGN_UP("sign-up", "Signed up"),
        LOG_IN("log-in", "Logged in"),
        LOG_IN_FAILED("log-in failed", "Somebody tried a wrong password"),
        LOG_OUT("log-out", "Logged out"),
        SESSION_ENDED("session ended", "Ended a session on another device"),
        PASSWORD_PROVED("password proved", "Proved the password again"),
        PASSWORD_CHANGED("password changed", "Changed the password");

        final String inLog;
        private final String inWords;

        Kind(String inLog, String inWords) {
            this.inLog = inLog;
            this.inWords = inWords;
        }

        public String inWords() {
            return inWords;
        }
    }
}
