package whoami.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Cuts connections that get nowhere. Jetty's own time-out starts anew with each byte, so that a thousand clients that send one
 * byte every few seconds (Slowloris) hold a thousand connections for ever. Here only an answer, or a part of one that the
 * client has taken, counts as getting on.
 */
final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {
    private static final Duration SWEEP_PERIOD = Duration.ofSeconds(1);
    private static final Duration WHEN_CROWDED = Duration.ofSeconds(1);

    /** How far a connection had come, and when it was first seen to be there. */
    private record Mark(long answers, long bytesOut, long nanos) {
        static Mark of(Connection connection) {
            return new Mark(connection.getMessagesOut(), connection.getBytesOut(), System.nanoTime());
        }

        boolean isAt(Mark other) {
            return answers == other.answers && bytesOut == other.bytesOut;
        }
    }

    private final Map<Connection, Mark> open = new ConcurrentHashMap<>();
    private final Scheduler scheduler;
    private final Duration patience;
    private final BooleanSupplier crowded;

    /** @param crowded whether others wait for their turn */
    SlowConnections(Scheduler scheduler, Duration patience, BooleanSupplier crowded) {
        this.scheduler = scheduler;
        this.patience = patience;
        this.crowded = crowded;
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, Mark.of(connection));
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    @Override
    protected void doStart() {
        scheduler.schedule(this::sweep, SWEEP_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        Duration withBodies = crowded.getAsBoolean() ? WHEN_CROWDED : patience;
        open.forEach((connection, last) -> {
            Mark now = Mark.of(connection);
            if (!now.isAt(last)) {
                open.replace(connection, last, now);
            } else if (now.nanos() - last.nanos() > patience.toNanos()) {
                cut(connection);
            }
            if (connection instanceof HTTP2Connection http2
                    && SlowStream.isAmong(http2.getSession(), patience, withBodies)) {
                cut(connection);
            }
        });
        if (isRunning()) {
            scheduler.schedule(this::sweep, SWEEP_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Quietly: that a stranger is slow is no failure of ours. */
    private static void cut(Connection connection) {
        connection.getEndPoint().close(new EofException("too slow"));
    }
}
