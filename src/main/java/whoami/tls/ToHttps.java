package whoami.tls;

import java.net.URI;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets pass what came by TLS and sends everybody else there. A form that was sent without it is refused, and not sent on: what was
 * typed has been readable on its way, and whoever made that form should hear of it.
 */
final class ToHttps extends Handler.Wrapper {
    private final URI baseUrl;

    ToHttps(URI baseUrl, Handler next) {
        super(next);
        this.baseUrl = baseUrl;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getConnectionMetaData().isSecure()) {
            return super.handle(request, response, callback);
        }
        if (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())) {
            String there = baseUrl + request.getHttpURI().getPathQuery();
            Response.sendRedirect(request, response, callback, HttpStatus.PERMANENT_REDIRECT_308, there, true);
        } else {
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
        }
        return true;
    }
}
