package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShutdownTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void a_request_that_runs_is_finished_and_a_new_one_is_not_begun() throws Exception {
        var entered = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        lab.app()
                .unsafe
                .routes
                .get(
                        "/slow",
                        ctx -> {
                            entered.countDown();
                            released.await();
                            ctx.result("done");
                        },
                        Access.ANYONE);
        int port = lab.port();
        // threads of their own: the common pool may have but one, for two that wait for each other
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<String> running = threads.submit(() -> Raw.send(port, "GET /slow HTTP/1.0\r\n\r\n"));
        entered.await();
        Future<?> stopping = threads.submit(lab::stop);
        while (isServing(port)) {
            Thread.onSpinWait();
        }
        released.countDown();
        String answer = running.get();
        assertEquals("done", answer.substring(answer.indexOf("\r\n\r\n") + 4), answer);
        stopping.get();
        threads.shutdown();
    }

    private static boolean isServing(int port) {
        try {
            return Raw.send(port, "GET /health HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 200");
        } catch (UncheckedIOException refused) {
            return false;
        }
    }
}
