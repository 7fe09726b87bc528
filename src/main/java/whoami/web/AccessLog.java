package whoami.web;

import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a request, also for those that never reached a handler. The query is left out: people put secrets there. */
public final class AccessLog implements RequestLog {
    private static final Logger log = LoggerFactory.getLogger("http");
    /** What looks like a token may open an account, wherever in an address it stands. */
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43,}");

    private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");

    @Override
    public void log(Request request, Response response) {
        log.info(
                "{} {} {} {}ms request={} user={}",
                request.getMethod(),
                printable(request.getHttpURI().getPath()),
                response.getStatus(),
                TimeUnit.NANOSECONDS.toMillis(NanoTime.since(request.getBeginNanoTime())),
                RequestId.of(request),
                CurrentSession.userId(request));
    }

    /** A path may hold bytes that a terminal takes for a command. */
    private static String printable(String path) {
        if (path == null) {
            return "-";
        }
        return SECRET.matcher(UNPRINTABLE.matcher(path).replaceAll("?")).replaceAll("...");
    }
}
