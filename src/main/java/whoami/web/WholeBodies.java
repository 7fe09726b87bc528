package whoami.web;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory.RetainedContentLoader;
import org.eclipse.jetty.util.Callback;

/**
 * Collects a body before a thread is given to it: clients that send slowly would otherwise take all threads. (Jetty's own
 * EagerContentHandler does not see a body of HTTP/2 whose length is not said.)
 */
final class WholeBodies extends Handler.Wrapper {
    /** What a chunk of a body costs in memory besides its bytes. */
    private static final int CHUNK_OVERHEAD_BYTES = 16;

    private static final int MOST_BYTES = Limits.BODY_BYTES + Limits.BODY_BYTES / CHUNK_OVERHEAD_BYTES;

    WholeBodies(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!mayHaveBody(request)) {
            return super.handle(request, response, callback);
        }
        new Loader(getHandler(), request, response, callback).load();
        return true;
    }

    /** With HTTP/2, whether there is a body shows only when it is read. */
    private static boolean mayHaveBody(Request request) {
        HttpFields headers = request.getHeaders();
        HttpVersion version = request.getConnectionMetaData().getHttpVersion();
        return headers.contains(HttpHeader.CONTENT_LENGTH)
                || headers.contains(HttpHeader.TRANSFER_ENCODING)
                || version.compareTo(HttpVersion.HTTP_1_1) > 0;
    }

    private static final class Loader extends RetainedContentLoader {
        Loader(Handler next, Request request, Response response, Callback callback) {
            super(next, request, response, callback, MOST_BYTES, CHUNK_OVERHEAD_BYTES, true);
        }

        @Override
        protected void load() {
            super.load();
        }

        /** Jetty 12.1.12 would not pass on that an answer could not be sent: the request would count as running for ever. */
        @Override
        protected void handle(Request request, Response response, Callback callback) {
            super.handle(
                    request, response, Callback.from(callback.getInvocationType(), callback::succeeded, request::fail));
        }
    }
}
