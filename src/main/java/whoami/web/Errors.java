package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Access;
import whoami.Problem;

/**
 * The one place where failures become answers: a page in the site's layout, or problem details (RFC 9457) for a client that
 * asks for JSON. Expected failures say what was wrong. All others say only "something went wrong" and a request id; what it was
 * is in the log under that id.
 */
public final class Errors extends ErrorHandler {
    private static final Logger log = LoggerFactory.getLogger(Errors.class);
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final Map<Integer, String> DETAILS = Map.of(
            400, "Your browser sent something that this server does not understand.",
            403, "This site is reached by https only. Nothing was done; please do it again there.",
            404, "There is nothing at this address. Perhaps it was mistyped, or the page has moved.",
            405, "This address does not take this kind of request.",
            413, "That was too much: a request may hold 64 KiB at the most.",
            415, "This address does not take this kind of content.",
            431, "The headers of this request are too large. Deleting this site's cookies may help.",
            500, "Something went wrong, and it was not your doing. It has been noted.",
            503, "The server is about to restart. Please try again in a moment.");

    /** No such coding, no such version of HTTP: whoever watches for failures of ours must not be woken by a stranger's nonsense. */
    private static final Set<Integer> NOT_SPOKEN = Set.of(501, 505);

    private final View view;
    private final Headers headers;

    public Errors(View view, Headers headers) {
        this.view = view;
        this.headers = headers;
    }

    /** A failure that the domain foresaw. */
    public void problem(Problem problem, Context ctx) {
        retryAfter(ctx, problem);
        if (problem.kind() == Problem.Kind.UNAUTHENTICATED
                && wantsJson(ctx)
                && ctx.res().getHeader(CHALLENGE) == null) {
            // RFC 9110, section 15.5.2: never a 401 without one
            ctx.header(CHALLENGE, "Bearer");
        }
        boolean deadLink = problem.kind() == Problem.Kind.NOT_FOUND && Access.of(ctx) == Access.LINK_HOLDER;
        if (deadLink && !wantsJson(ctx)) {
            View.show(ctx.status(404), PAGES.deadlink(view.pageInTrouble(ctx), problem.getMessage()));
            return;
        }
        answer(ctx, new Failure(status(problem.kind()), problem.getMessage(), RequestId.of(ctx), problem.errors()));
    }

    /** A request that no handler takes: no such page, wrong method, body too large. */
    public void refusal(HttpResponseException refusal, Context ctx) {
        if (refusal instanceof MethodNotAllowedResponse) {
            ctx.header("Allow", String.join(", ", refusal.getDetails().values()));
        }
        answer(ctx, new Failure(refusal.getStatus(), detail(refusal.getStatus()), RequestId.of(ctx), Map.of()));
    }

    /** A failure that nobody foresaw, unless it is a client that has gone away in the middle of its request. */
    public void unexpected(Exception e, Context ctx) {
        boolean gone = e instanceof QuietException;
        if (!gone) {
            log.error("request={} failed", RequestId.of(ctx), e);
        }
        int status = gone ? 400 : 500;
        answer(ctx, new Failure(status, detail(status), RequestId.of(ctx), Map.of()));
    }

    /** Out of stack or memory: {@link #handle} makes the page, with as little code as possible. */
    public void fatal(HttpServletResponse response, Error error) {
        log.error("A request failed", error);
        try {
            response.sendError(500);
        } catch (IOException e) {
            log.debug("The client is gone", e);
        }
    }

    /** What Jetty refuses by itself, such as a request that is no HTTP: it never gets to a route. */
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Throwable cause = (Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        int told = cause instanceof HttpException known ? known.getCode() : response.getStatus();
        int status = NOT_SPOKEN.contains(told) ? 400 : told;
        response.setStatus(status);
        // a quiet one, too, is a client that has gone away
        if (status >= 500 && cause != null && !(cause instanceof QuietException)) {
            log.error("request={} failed", RequestId.of(request), cause);
        }
        var failure = new Failure(status, detail(status), RequestId.of(request), Map.of());
        boolean asJson =
                wantsJson(request.getHttpURI().getPath(), request.getHeaders().get(HttpHeader.ACCEPT));
        byte[] body = asJson ? failure.json() : View.bytes(PAGES.error(view.strangersPage(), failure));
        headers.put(request, response.getHeaders());
        response.getHeaders().put(RequestId.HEADER, failure.requestId());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType(asJson));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        boolean withBody = !HttpMethod.HEAD.is(request.getMethod());
        response.write(true, withBody ? ByteBuffer.wrap(body) : null, callback);
        return true;
    }

    static int status(Problem.Kind kind) {
        return switch (kind) {
            case MALFORMED -> 400;
            case INVALID -> 422;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN, UNCONFIRMED -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_MANY -> 429;
            case UNAVAILABLE -> 503;
        };
    }

    static void retryAfter(Context ctx, Problem problem) {
        if (problem.retryAfter().toSeconds() > 0) {
            ctx.header("Retry-After", String.valueOf(problem.retryAfter().toSeconds()));
        }
    }

    static boolean wantsJson(Context ctx) {
        return wantsJson(ctx.path(), ctx.header("Accept"));
    }

    private static boolean wantsJson(String path, String accept) {
        if (path != null && (path.equals("/api") || path.startsWith("/api/"))) {
            return true;
        }
        return accept != null && accept.contains("json") && !accept.contains("text/html");
    }

    private void answer(Context ctx, Failure failure) {
        boolean asJson = wantsJson(ctx);
        ctx.status(failure.status()).contentType(contentType(asJson));
        ctx.result(asJson ? failure.json() : View.bytes(PAGES.error(view.pageInTrouble(ctx), failure)));
    }

    private static String contentType(boolean asJson) {
        return asJson ? "application/problem+json" : "text/html; charset=utf-8";
    }

    private static String detail(int status) {
        return DETAILS.getOrDefault(status, DETAILS.get(status < 500 ? 400 : 500));
    }

    /** What the error page shows. */
    public record Failure(int status, String detail, String requestId, Map<String, String> errors) {
        public String title() {
            return HttpStatus.forStatus(status).getMessage();
        }

        byte[] json() {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("type", "about:blank");
            members.put("title", title());
            members.put("status", status);
            members.put("detail", detail);
            members.put("request_id", requestId);
            if (!errors.isEmpty()) {
                members.put("errors", errors);
            }
            return Json.bytes(members);
        }
    }
}
