package whoami.web;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;
import whoami.Outage;

/** So that what is logged where nobody knows of requests, such as at the database, can be found by the id that the visitor was told. */
final class NamedInLog extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        try (var named = MDC.putCloseable(Outage.REQUEST, RequestId.of(request))) {
            return super.handle(request, response, callback);
        }
    }
}
