package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import whoami.Browser.Answer;

/** People who go on signing up and looking at their page while something is broken, and what they were answered. */
final class Traffic implements AutoCloseable {
    private static final int PEOPLE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Lab lab;
    private final Browser member;
    private final Map<String, Integer> signUps = new ConcurrentHashMap<>();
    private final Map<Integer, AtomicInteger> visits = new ConcurrentHashMap<>();
    private final LongAccumulator slowestNanos = new LongAccumulator(Long::max, 0);
    private final ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
    private final List<Future<?>> people = new ArrayList<>();
    private volatile boolean open = true;

    Traffic(Lab lab) {
        this.lab = lab;
        this.member = lab.loggedIn("member");
        for (int i = 0; i < PEOPLE; i++) {
            String name = "visitor" + i + "x";
            people.add(threads.submit(() -> goOn(name)));
        }
    }

    private void goOn(String name) {
        Browser browser = lab.browser();
        for (int i = 0; open; i++) {
            String next = name + i;
            signUps.put(next, checked(() -> browser.signUp(next, Lab.PASSWORD)));
            visits.computeIfAbsent(checked(() -> member.get("/me")), status -> new AtomicInteger())
                    .incrementAndGet();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Nobody is told anything but that it was done, or when to try again. */
    private int checked(Supplier<Answer> request) {
        long start = System.nanoTime();
        Answer answer = request.get();
        slowestNanos.accumulate(System.nanoTime() - start);
        if (answer.status() == 503) {
            assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
        } else {
            assertTrue(answer.status() == 303 || answer.status() == 200, answer.status() + answer.body());
            assertTrue(!"/login".equals(answer.header("Location")), "logged out");
        }
        return answer.status();
    }

    /** Waits until that many more have been answered so, and tells how long that took. */
    Duration awaitSignUps(int status, int more) {
        long before = signUps(status);
        return await(() -> signUps(status) >= before + more);
    }

    long signUps(int status) {
        return signUps.values().stream().filter(each -> each == status).count();
    }

    /** How long somebody had to wait for an answer, at the most. */
    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** How long it takes until something is so. */
    static Duration await(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < PATIENCE.toNanos(), "did not come to be");
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Everybody gets an answer; who was told "done" has an account, and nobody has half of one. */
    void settle() throws Exception {
        open = false;
        for (Future<?> each : people) {
            each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        await(Traffic::nobodyWaitsForTheDatabase);
        signUps.forEach((name, status) -> {
            boolean exists = exists(name);
            assertTrue(exists || status == 503, name + " was lost");
        });
        assertEquals(List.of(), halfMade());
        member.get("/me").expect(200);
    }

    private boolean exists(String name) {
        return lab.database()
                        .read(tx -> tx.list(row -> 1, "SELECT 1 FROM users WHERE username = ?", name))
                        .size()
                == 1;
    }

    private List<String> halfMade() {
        return lab.database()
                .read(tx -> tx.list(
                        row -> row.getString(1),
                        "SELECT username FROM users WHERE NOT EXISTS"
                                + " (SELECT 1 FROM events WHERE user_id = users.id AND what = 'SIGN_UP')"));
    }

    private static boolean nobodyWaitsForTheDatabase() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .noneMatch(frame -> frame.getClassName().equals(Database.class.getName()));
    }

    /** How many visits and sign-ups were answered how. */
    @Override
    public String toString() {
        return "sign-ups: " + signUps(303) + " done, " + signUps(503) + " told to wait; visits: " + visits
                + "; slowest: " + slowest().toMillis() + " ms";
    }

    @Override
    public void close() {
        open = false;
        threads.shutdownNow();
    }
}
