package whoami.web;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.server.Request;

/** What an error page, its log lines and its answer's header have in common, so that a reader of one finds the others. Not a secret. */
final class RequestId {
    static final String HEADER = "X-Request-Id";
    private static final String ATTRIBUTE = RequestId.class.getName();

    private RequestId() {}

    static String assign(Request request) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    static String of(Context ctx) {
        return (String) ctx.req().getAttribute(ATTRIBUTE);
    }

    static String of(Request request) {
        Object id = request.getAttribute(ATTRIBUTE);
        return id == null ? assign(request) : (String) id;
    }
}
