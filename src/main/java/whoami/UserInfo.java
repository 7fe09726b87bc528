package whoami;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Who logs in to a server, as it stands in front of the {@code @} in its URL.
 *
 * @param password null where none is given
 */
public record UserInfo(String user, String password) {
    /**
     * @param raw such as {@code user:p%40ss}
     * @throws IllegalArgumentException if a percent sign stands for nothing
     */
    public static UserInfo parse(String raw) {
        String[] parts = raw.split(":", 2);
        return new UserInfo(decode(parts[0]), parts.length < 2 ? null : decode(parts[1]));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user;
    }

    /** In this part of a URL, a plus is a plus. */
    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
