package whoami.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** As many people at once as the server can bear, one life after the other. */
final class Crowd implements AutoCloseable {
    private static final int PEOPLE = 16;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Site site;
    private final Books books;
    private final boolean refusalIsCertain;
    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
    private volatile boolean open = true;

    Crowd(Site site, Books books, boolean refusalIsCertain) {
        this.site = site;
        this.books = books;
        this.refusalIsCertain = refusalIsCertain;
        for (int i = 0; i < PEOPLE; i++) {
            String name = "p" + Integer.toHexString(books.pages()) + "x" + i + "x";
            threads.submit(() -> goOn(name));
        }
    }

    private Void goOn(String name) throws InterruptedException {
        for (int i = 0; open; i++) {
            if (new Life(site, books, name + i, refusalIsCertain).live()) {
                whole.incrementAndGet();
            } else {
                broken.incrementAndGet();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return null;
    }

    /** Waits for so many more people who have done all they wanted. */
    Duration awaitWhole(int more) {
        int before = whole.get();
        return await(() -> whole.get() >= before + more);
    }

    /** Waits for so many more people who could not. */
    Duration awaitBroken(int more) {
        int before = broken.get();
        return await(() -> broken.get() >= before + more);
    }

    static Duration await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - begin < PATIENCE.toNanos(), "did not come to be");
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() throws InterruptedException {
        open = false;
        threads.shutdown();
        assertTrue(threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS), "somebody never gets an answer");
    }
}
