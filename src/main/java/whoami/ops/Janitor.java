package whoami.ops;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.account.Events;
import whoami.account.Grants;
import whoami.account.Leaving;
import whoami.account.MailTokens;
import whoami.account.Sessions;
import whoami.account.SigningKeys;
import whoami.account.Throttle;
import whoami.mail.Outbox;

/** Clears away in the background what has expired. Nothing depends on it but the size of the database. */
public final class Janitor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Janitor.class);
    private static final int ROUND_MINUTES = 10;

    private final Sessions sessions;
    private final Throttle throttle;
    private final Events events;
    private final MailTokens mailTokens;
    private final Leaving leaving;
    private final Outbox outbox;
    private final Grants grants;
    private final SigningKeys signingKeys;
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "janitor");
        thread.setDaemon(true);
        return thread;
    });

    public Janitor(
            Sessions sessions,
            Throttle throttle,
            Events events,
            MailTokens mailTokens,
            Leaving leaving,
            Outbox outbox,
            Grants grants,
            SigningKeys signingKeys) {
        this.sessions = sessions;
        this.throttle = throttle;
        this.events = events;
        this.mailTokens = mailTokens;
        this.leaving = leaving;
        this.outbox = outbox;
        this.grants = grants;
        this.signingKeys = signingKeys;
    }

    public void start() {
        schedule.scheduleWithFixedDelay(this::round, 1, ROUND_MINUTES, TimeUnit.MINUTES);
    }

    /** One round. A failing one must not be the last: the schedule would end without a word. */
    public void round() {
        try {
            sessions.deleteExpired();
            throttle.deleteOld();
            events.deleteOld();
            mailTokens.deleteExpired();
            outbox.deleteOld();
            grants.deleteExpired();
            signingKeys.deleteOld();
            leaving.eraseOld();
        } catch (RuntimeException e) {
            log.warn("The janitor will try again later: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        schedule.shutdownNow();
    }
}
