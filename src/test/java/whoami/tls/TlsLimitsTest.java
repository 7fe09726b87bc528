package whoami.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import whoami.Lab;

class TlsLimitsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final int BYTES = 400;

    @TempDir
    static Path folder;

    @BeforeAll
    static void certificate() {
        AUTHORITY.issue("EC").writeTo(folder);
    }

    @RegisterExtension
    final Lab lab = new Lab("TLS_CERT", folder + "/cert.pem", "TLS_KEY", folder + "/key.pem", "TLS_PORT", "0")
            .withPatience(Duration.ofSeconds(2));

    @Test
    void a_body_sent_byte_by_byte_is_cut_off_however_lively_its_connection_is() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(AUTHORITY.trust()).build();
        client.send(get("/health"), BodyHandlers.ofString());
        var body = new SubmissionPublisher<ByteBuffer>();
        HttpRequest slow = HttpRequest.newBuilder(there("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.fromPublisher(body))
                .build();
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(slow, BodyHandlers.ofString());
        for (int i = 0; i < BYTES && !isCutOff(answer); i++) {
            body.offer(ByteBuffer.wrap(new byte[] {'x'}), (subscriber, item) -> false);
            client.sendAsync(get("/health"), BodyHandlers.discarding());
        }
        assertTrue(answer.isCompletedExceptionally());
        lab.awaitQuiet();
    }

    /** Waiting for the answer is the pause between two bytes. */
    private static boolean isCutOff(CompletableFuture<?> answer) throws InterruptedException {
        try {
            answer.get(50, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException nothingYet) {
            return false;
        } catch (ExecutionException cutOff) {
            return true;
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(there(path)).build();
    }

    private URI there(String path) {
        return URI.create("https://localhost:" + lab.tlsPort() + path);
    }
}
