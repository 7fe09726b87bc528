package whoami.client;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/** So many things are under way at once: whoever is done makes room for the next. */
record Lanes(int count) {
    /** @param work must not fail, or its lane ends */
    <T> CompletableFuture<Void> run(Collection<T> items, Function<T, CompletableFuture<Void>> work) {
        Queue<T> waiting = new ConcurrentLinkedQueue<>(items);
        return CompletableFuture.allOf(
                Stream.generate(() -> lane(waiting, work)).limit(count).toArray(CompletableFuture[]::new));
    }

    private static <T> CompletableFuture<Void> lane(Queue<T> waiting, Function<T, CompletableFuture<Void>> work) {
        T next = waiting.poll();
        return next == null
                ? CompletableFuture.completedFuture(null)
                : work.apply(next).thenCompose(done -> lane(waiting, work));
    }
}
