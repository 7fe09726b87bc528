package whoami.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Whether the run should come to its end before its time, and all waiting that ends with it. */
final class Stop {
    private final CompletableFuture<String> asked = new CompletableFuture<>();

    /** The first reason counts. */
    void ask(String reason) {
        asked.complete(reason);
    }

    boolean isAsked() {
        return asked.isDone();
    }

    /** @return null while nobody has asked */
    String reason() {
        return asked.getNow(null);
    }

    CompletableFuture<?> pause(Duration time) {
        return CompletableFuture.anyOf(asked, after(time));
    }

    /** Waits for work to end by itself; once a stop is asked for, only so long. */
    void await(CompletableFuture<?> work, Duration grace) {
        CompletableFuture.anyOf(work, asked.thenCompose(reason -> after(grace))).join();
    }

    private static CompletableFuture<Void> after(Duration time) {
        return new CompletableFuture<Void>().completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
