package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowReadersIT {
    /** More than the server has threads. */
    private static final int CLIENTS = 300;

    /** Half of the time after which the slow ones are cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void whoever_asks_for_the_largest_answer_and_does_not_read_it_costs_no_thread_and_no_memory() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (JarProcess jar = JarProcess.start(folder, Map.of("WHOAMI_PORT", "0", "JAVA_TOOL_OPTIONS", "-Xmx64m"))) {
            URI address = URI.create(jar.address());
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(ask(address));
            }
            assertEquals("OK", health(address));
            jar.terminate();
            jar.exitCode();
            assertFalse(jar.output().contains("OutOfMemory"), jar.output());
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static Socket ask(URI address) throws Exception {
        var client = new Socket();
        client.setReceiveBufferSize(4096);
        client.connect(new InetSocketAddress("127.0.0.1", address.getPort()));
        String request = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n";
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static String health(URI address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/health"))
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
