package whoami.web;

import java.time.Duration;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Stream;

/**
 * How far one of the requests side by side on a connection of HTTP/2 has come. A client that holds a hundred half-sent bodies could
 * otherwise keep their connection going with a ping now and then.
 *
 * @param whole whether all of the request has come
 * @param window how much of the answer the client still takes; what it says of that before the request is whole counts for nothing
 */
record SlowStream(boolean whole, int window, long nanos) {
    private static final String MARK = SlowStream.class.getName();

    /**
     * Whether a request on this connection has not got on for too long. To be asked again and again.
     *
     * @param withBodies with a request that has not come as a whole
     */
    static boolean isAmong(HTTP2Session session, Duration patience, Duration withBodies) {
        return session.getStreams().stream().anyMatch(stream -> isSlow(stream, patience, withBodies));
    }

    private static boolean isSlow(Stream stream, Duration patience, Duration withBodies) {
        SlowStream now = of(stream);
        var last = (SlowStream) stream.getAttribute(MARK);
        if (last == null || last.whole != now.whole || last.window != now.window) {
            stream.setAttribute(MARK, now);
            return false;
        }
        return now.nanos - last.nanos > (now.whole ? patience : withBodies).toNanos();
    }

    private static SlowStream of(Stream stream) {
        boolean whole = stream.isRemotelyClosed();
        int window = whole && stream instanceof HTTP2Stream http2 ? http2.getSendWindow() : 0;
        return new SlowStream(whole, window, System.nanoTime());
    }
}
