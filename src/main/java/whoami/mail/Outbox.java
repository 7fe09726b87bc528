package whoami.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import whoami.Database;
import whoami.Ids;
import whoami.Tx;

/**
 * The letters that are to be sent. They are noted in the transaction that causes them, so that no crash comes between; and sent
 * by {@link Delivery} afterwards, so that no mail server slows a page.
 */
public final class Outbox {
    /** After that, nobody asks any more what became of a letter. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final Database database;
    private final Ids ids;
    private final OutboxDao letters = new OutboxDao();
    private final Semaphore bell = new Semaphore(0);
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();

    public Outbox(Database database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    public void add(Tx tx, Letter.Kind kind, String userId, String recipient) {
        letters.insert(tx, new Letter(ids.next(), kind, userId, recipient, now(), 0));
        tx.afterCommit(bell::release);
    }

    /** What is kept of a text that may be a recipient: no more than an address can be. */
    public static String shortened(String typed) {
        String text = typed.strip();
        return text.substring(0, Math.min(text.length(), EmailAddress.MAX));
    }

    /** When letters of a kind were caused by a user of late, the first one first. */
    public List<Instant> since(Tx tx, Letter.Kind kind, String userId, Duration ago) {
        return letters.since(tx, kind, userId, now().minus(ago));
    }

    /** How many letters of a kind went to an address of late, whoever caused them. */
    public int sentTo(Tx tx, Letter.Kind kind, String recipient, Duration ago) {
        return letters.sentTo(tx, kind, recipient, now().minus(ago));
    }

    /** Everything that was written to a user, the first one first. */
    public List<Letter> of(Tx tx, String userId) {
        return letters.of(tx, userId);
    }

    public void deleteOf(Tx tx, String userId) {
        letters.deleteOf(tx, userId);
    }

    public void deleteOld() {
        database.deleteInBatches((tx, most) -> letters.deleteBefore(tx, now().minus(KEPT), most));
    }

    /** What is waiting to be sent. */
    public Backlog backlog() {
        return database.read(tx -> letters.backlog(tx, now()));
    }

    /** How many letters a mail server has taken from this process. */
    public long sentSoFar() {
        return sent.sum();
    }

    /** How many tries of this process to send a letter have failed. */
    public long failedSoFar() {
        return failed.sum();
    }

    /**
     * Takes the letter that has been due for longest. Should nothing be heard of it again, as the process has died, it is due once
     * more after the wait: late, but not lost.
     */
    Optional<Letter> take() {
        Optional<Letter> due;
        do {
            due = database.read(tx -> letters.due(tx, now())).map(Letter::triedOnceMore);
        } while (due.isPresent() && !claim(due.get()));
        return due;
    }

    /** @return whether no other process was faster */
    private boolean claim(Letter letter) {
        return database.write(tx -> letters.claim(tx, letter, now().plus(letter.waitForNextTry())));
    }

    void sent(Letter letter) {
        database.execute(tx -> letters.sent(tx, letter.id(), now()));
        sent.increment();
    }

    /** @param again whether it is worth another try */
    void failed(Letter letter, String failure, boolean again) {
        failed.increment();
        database.execute(tx -> {
            if (again) {
                letters.failed(tx, letter.id(), failure);
            } else {
                letters.givenUp(tx, letter.id(), failure);
            }
        });
    }

    /** There is nothing to send any more. What somebody typed is not kept, all others count as letters that were caused. */
    void discard(Letter letter) {
        database.execute(tx -> {
            if (letter.kind().isOnlyAsked()) {
                letters.delete(tx, letter.id());
            } else {
                letters.givenUp(tx, letter.id(), "pointless by now");
            }
        });
    }

    /** Waits until there is a new letter, or for as long as is said. */
    void awaitWork(Duration longest) throws InterruptedException {
        if (bell.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            bell.drainPermits();
        }
    }

    /** Ends the waiting. */
    void ring() {
        bell.release();
    }

    Instant now() {
        return ids.clock().instant();
    }

    /** @param age of the oldest of them; zero where there is none */
    public record Backlog(int letters, Duration age) {}
}
