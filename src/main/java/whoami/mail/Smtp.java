package whoami.mail;

import java.net.URI;
import java.util.Set;
import whoami.UserInfo;

/**
 * A mail server.
 *
 * @param user null where none is asked for
 * @param tls from the first byte on; otherwise STARTTLS is used where the server offers it
 */
public record Smtp(String host, int port, String user, String password, boolean tls) {
    /** RFC 6409, section 3.1. */
    private static final int SUBMISSION = 587;

    /** RFC 8314, section 7.3. */
    private static final int SUBMISSION_OVER_TLS = 465;

    /**
     * @param url such as {@code smtp://user:pass@host:587} or {@code smtps://host}
     * @throws IllegalArgumentException if it is no such thing
     */
    public static Smtp parse(String url) {
        URI uri = URI.create(url);
        boolean tls = "smtps".equals(uri.getScheme());
        boolean smtp = tls || "smtp".equals(uri.getScheme());
        if (!smtp || uri.getHost() == null || !url.matches("[^?#]*://[^/?#]*/?")) {
            throw new IllegalArgumentException("no mail server");
        }
        int usual = tls ? SUBMISSION_OVER_TLS : SUBMISSION;
        int port = uri.getPort() < 0 ? usual : uri.getPort();
        if (uri.getRawUserInfo() == null) {
            return new Smtp(uri.getHost(), port, null, null, tls);
        }
        var account = UserInfo.parse(uri.getRawUserInfo());
        if (account.password() == null) {
            throw new IllegalArgumentException("a user without a password");
        }
        return new Smtp(uri.getHost(), port, account.user(), account.password(), tls);
    }

    /** Whether it is on this machine, so that nobody can listen in between. */
    boolean isLocal() {
        return Set.of("localhost", "127.0.0.1", "[::1]").contains(host);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
