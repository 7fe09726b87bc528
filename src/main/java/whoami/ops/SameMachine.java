package whoami.ops;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import whoami.Settings;

/**
 * Whether a request comes from somebody at this very machine. A proxy on it passes on the requests of the whole world, and they all
 * come from here: so whatever a proxy leaves behind in a request speaks against it.
 *
 * @param telling whether a proxy would be noticed
 */
record SameMachine(boolean telling) {
    static final List<String> TRACES =
            List.of("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via");

    /** A page of another site that has its own name lead here (DNS rebinding) comes with that name. */
    private static final Pattern OWN_NAME = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

    /**
     * Where people come by another name than this machine's own, and not to our own TLS, there is a proxy. If nobody has told us of
     * it, it may not tell us of itself either.
     */
    static SameMachine of(Settings settings) {
        boolean noProxy = settings.tls().isPresent()
                || OWN_NAME.matcher(settings.baseUrl().getRawAuthority()).matches();
        return new SameMachine(noProxy || !settings.trustedProxies().isEmpty());
    }

    boolean asks(Context ctx) {
        String host = ctx.header("Host");
        return telling
                && isLoopback(ctx.req().getRemoteAddr())
                && host != null
                && OWN_NAME.matcher(host).matches()
                && TRACES.stream().allMatch(trace -> ctx.header(trace) == null);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
