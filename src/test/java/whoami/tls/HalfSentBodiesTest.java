package whoami.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.Lab;

class HalfSentBodiesTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();

    /** Together more than all threads that the server has. */
    private static final int CONNECTIONS = 4;

    private static final int BODIES = 100;

    @TempDir
    static Path folder;

    @BeforeAll
    static void certificate() {
        AUTHORITY.issue("EC").writeTo(folder);
    }

    @RegisterExtension
    final Lab lab = new Lab("TLS_CERT", folder + "/cert.pem", "TLS_KEY", folder + "/key.pem", "TLS_PORT", "0");

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void they_hold_no_threads_whether_their_length_is_said_or_not(boolean lengthIsSaid) throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            HttpClient slow = client();
            slow.send(get("/health"), BodyHandlers.discarding());
            for (int j = 0; j < BODIES; j++) {
                slow.sendAsync(halfSent(lengthIsSaid), BodyHandlers.discarding());
            }
            slow.send(get("/health"), BodyHandlers.discarding());
        }
        assertEquals(
                "OK", client().send(get("/health"), BodyHandlers.ofString()).body());
    }

    private HttpRequest halfSent(boolean lengthIsSaid) {
        var half = new SubmissionPublisher<ByteBuffer>();
        BodyPublisher body =
                lengthIsSaid ? BodyPublishers.fromPublisher(half, 1_000) : BodyPublishers.fromPublisher(half);
        half.submit(ByteBuffer.wrap(new byte[] {'x'}));
        return HttpRequest.newBuilder(there("/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(body)
                .build();
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().sslContext(AUTHORITY.trust()).build();
    }

    /** Half of the time after which the slow ones are cut off. */
    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(there(path))
                .timeout(Duration.ofSeconds(15))
                .build();
    }

    private URI there(String path) {
        return URI.create("https://localhost:" + lab.tlsPort() + path);
    }
}
