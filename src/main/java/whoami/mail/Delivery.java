package whoami.mail;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Problem;
import whoami.mail.Mailer.NotSent;

/** Sends in the background what lies in the outbox, again and again over a day where a mail server does not take it. */
public final class Delivery implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    /** How often to look for letters whose wait is over, and for those of a process that has died. */
    private static final Duration LOOK_AROUND = Duration.ofSeconds(5);

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Outbox outbox;
    private final Function<Letter, Optional<Mail>> writer;
    private final Mailer mailer;
    private final Thread thread = new Thread(this::run, "delivery");
    private volatile boolean open = true;

    /** @param writer writes a letter at the moment it is sent, or says that it is pointless by now */
    public Delivery(Outbox outbox, Function<Letter, Optional<Mail>> writer, Mailer mailer) {
        this.outbox = outbox;
        this.writer = writer;
        this.mailer = mailer;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Sends everything that is due. One round at a time: what this returns from has been tried. */
    public synchronized void round() {
        try {
            boolean more = true;
            while (open && more) {
                more = deliverNext();
            }
        } catch (RuntimeException e) {
            log.warn("Letters have to wait: {}", e.getMessage());
        }
    }

    /** A letter that is on its way to the mail server gets a moment; it would only be late otherwise, not lost. */
    @Override
    public void close() {
        open = false;
        outbox.ring();
        try {
            thread.join(FAREWELL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (open) {
            try {
                round();
                outbox.awaitWork(LOOK_AROUND);
            } catch (InterruptedException e) {
                return;
            } catch (Error e) {
                // out of memory, for a moment: the letters still want to go out
                log.error("Letters have to wait", e);
            }
        }
    }

    /** @return whether there was one */
    private boolean deliverNext() {
        Optional<Letter> letter = outbox.take();
        letter.ifPresent(this::deliver);
        return letter.isPresent();
    }

    private void deliver(Letter letter) {
        try {
            Optional<Mail> mail = writer.apply(letter);
            if (mail.isEmpty()) {
                outbox.discard(letter);
                return;
            }
            mailer.send(mail.get());
            outbox.sent(letter);
        } catch (NotSent e) {
            failed(letter, e, !e.isFinal());
        } catch (Postponed e) {
            failed(letter, e, true);
        } catch (Problem outage) {
            throw outage;
        } catch (RuntimeException e) {
            // one that cannot be written must not keep the others from being sent
            log.error("letter {} cannot be written", letter.id(), e);
            failed(letter, e, true);
        }
    }

    private void failed(Letter letter, Exception reason, boolean mayTryAgain) {
        boolean again = mayTryAgain && letter.isWorthAnotherTry(outbox.now());
        outbox.failed(letter, String.valueOf(reason.getMessage()), again);
        log.warn(
                "letter {} {} user={} not sent, {}: {}",
                letter.id(),
                letter.kind(),
                letter.userId(),
                again ? "will be tried again" : "given up",
                reason.getMessage());
    }
}
