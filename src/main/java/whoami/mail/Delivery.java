package whoami.mail;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.mail.Mailer.NotSent;

/** Sends in the background what lies in the outbox, again and again over a day where a mail server does not take it. */
public final class Delivery implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final Duration FIRST_WAIT = Duration.ofMinutes(2);
    private static final Duration LONGEST_WAIT = Duration.ofHours(4);
    private static final Duration GIVE_UP = Duration.ofDays(1);

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
            Optional<Letter> letter = outbox.take();
            while (letter.isPresent() && open) {
                deliver(letter.get());
                letter = outbox.take();
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

    /** @param tries how often it has been tried, from 1 on */
    static Duration waitAfter(int tries) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(tries - 1, 20));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private void run() {
        while (open) {
            round();
            try {
                outbox.awaitWork(LOOK_AROUND);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void deliver(Letter letter) {
        Optional<Mail> mail = writer.apply(letter);
        if (mail.isEmpty()) {
            outbox.discard(letter);
            return;
        }
        try {
            mailer.send(mail.get());
            outbox.sent(letter);
        } catch (NotSent e) {
            boolean again = !e.isFinal()
                    && outbox.now()
                            .plus(waitAfter(letter.tries()))
                            .isBefore(letter.createdAt().plus(GIVE_UP));
            outbox.failed(letter, e.getMessage(), again);
            log.warn(
                    "letter {} {} user={} not sent, {}: {}",
                    letter.id(),
                    letter.kind(),
                    letter.userId(),
                    again ? "will be tried again" : "given up",
                    e.getMessage());
        }
    }
}
