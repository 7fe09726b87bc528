package whoami.ops;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away in the background what has expired. Nothing that has expired is good for anything before; but that somebody who left is
 * erased for good depends on it.
 */
public final class Janitor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Janitor.class);
    private static final int ROUND_MINUTES = 10;

    private final List<Runnable> duties;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "janitor");
        thread.setDaemon(true);
        return thread;
    });

    public Janitor(Runnable... duties) {
        this.duties = List.of(duties);
    }

    public void start() {
        schedule.scheduleWithFixedDelay(this::round, 1, ROUND_MINUTES, TimeUnit.MINUTES);
    }

    public void round() {
        duties.forEach(Janitor::perform);
    }

    /** A failing duty must keep neither the others from being done, nor the next round: the schedule would end without a word. */
    private static void perform(Runnable duty) {
        try {
            duty.run();
        } catch (RuntimeException e) {
            log.warn("The janitor will try again later: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
