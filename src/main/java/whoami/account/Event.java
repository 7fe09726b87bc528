package whoami.account;

import java.time.Instant;

/** Something that happened to an account. */
public record Event(Kind kind, Instant at, String address, String userAgent) {
    public enum Kind {
        SIGN_UP("sign-up", "Signed up"),
        LOG_IN("log-in", "Logged in"),
        LOG_IN_FAILED("log-in failed", "Somebody tried a wrong password"),
        LOG_IN_REFUSED("log-in refused", "Somebody was not let in"),
        LOG_OUT("log-out", "Logged out"),
        LOGGED_OUT("logged out", "Was logged out everywhere by an admin"),
        SESSION_ENDED("session ended", "Ended a session on another device or of a program"),
        PROGRAM_LOG_IN("program log-in", "Logged in a program"),
        TOKEN_REUSED("token reused", "Ended a program's log-in, as its token was used twice"),
        KEY_MADE("key made", "Made an API key"),
        KEY_REVOKED("key revoked", "Revoked an API key"),
        USERNAME_CHANGED("username changed", "Changed the username"),
        ROLE_CHANGED("role changed", "Was given another role"),
        DISABLED("disabled", "Was closed by an admin"),
        ENABLED("enabled", "Was opened again by an admin"),
        PASSWORD_PROVED("password proved", "Proved the password again"),
        PASSWORD_CHANGED("password changed", "Changed the password"),
        PASSWORD_RESET("password reset", "Set a new password by a link from an e-mail"),
        NAME_CHANGED("name changed", "Changed the name"),
        EMAIL_CHANGE_ASKED("e-mail change asked", "Gave another e-mail address"),
        EMAIL_CONFIRMED("e-mail confirmed", "Confirmed the e-mail address"),
        EXPORTED("exported", "Downloaded everything"),
        DELETED("deleted", "Deleted the account"),
        RESTORED("restored", "Restored the account");

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
