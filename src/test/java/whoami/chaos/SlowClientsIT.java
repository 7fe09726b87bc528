package whoami.chaos;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import whoami.JarProcess;
import whoami.Raw;

/** Clients that send a byte a second, to a server with little memory. */
class SlowClientsIT {
    private static final int CLIENTS = 500;
    private static final int SECONDS = Integer.getInteger("slow.seconds", 8);

    private static final String FORM = "Host: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    private static final List<String> BEGINNINGS = List.of(
            "G",
            "GET /me HTTP/1.1\r\nHost: x\r\nX: ",
            "POST /login HTTP/1.1\r\n" + FORM + "Content-Length: 60000\r\n\r\nusername=",
            "POST /signup HTTP/1.1\r\n" + FORM + "Transfer-Encoding: chunked\r\n\r\n1000\r\nusername=");

    private static final String LOG_IN =
            "POST /login HTTP/1.0\r\n" + FORM + "Content-Length: 25\r\n\r\nusername=ann&password=xyz";

    @TempDir
    Path folder;

    @Test
    void they_keep_nobody_from_being_served_and_take_little_memory() throws Exception {
        Map<String, String> little =
                Map.of("WHOAMI_PORT", "0", "WHOAMI_BCRYPT_COST", "4", "JAVA_TOOL_OPTIONS", "-Xmx128m");
        try (var server = JarProcess.start(folder, little)) {
            int port = URI.create(server.address()).getPort();
            try (var crowd = new Crowd(port)) {
                Duration slowest = serveOthers(port);
                ChaosTable.row(
                        CLIENTS + " clients that send a byte a second, for " + SECONDS + " s, -Xmx128m",
                        1,
                        "others waited " + slowest.toMillis() + " ms at the most; " + crowd.cutOff()
                                + " cut off; memory (RSS) " + residentMegabytes(server) + " MB",
                        "-",
                        List.of());
            }
            assertTrue(Raw.send(port, "GET /health HTTP/1.0\r\n\r\n").endsWith("OK"));
            assertFalse(server.output().contains("OutOfMemory"), server.output());
        }
    }

    private static Duration serveOthers(int port) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        Duration slowest = Duration.ZERO;
        while (System.nanoTime() < end) {
            long begin = System.nanoTime();
            assertTrue(Raw.send(port, "GET / HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 200 "));
            String logIn = Raw.send(port, LOG_IN);
            assertTrue(logIn.startsWith("HTTP/1.1 401 ") || logIn.startsWith("HTTP/1.1 429 "), logIn);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
        return slowest;
    }

    /** 0 where the system does not tell. */
    private static long residentMegabytes(JarProcess server) throws IOException {
        Path status = Path.of("/proc/" + server.pid() + "/status");
        return !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                        .findFirst()
                        .orElseThrow();
    }

    /** All of them, each on a connection of its own. */
    private static final class Crowd implements AutoCloseable {
        private final List<Socket> sockets = new ArrayList<>();
        private final Set<Socket> cutOff = ConcurrentHashMap.newKeySet();
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

        Crowd(int port) throws IOException {
            for (int i = 0; i < CLIENTS; i++) {
                var socket = new Socket("127.0.0.1", port);
                socket.getOutputStream()
                        .write(BEGINNINGS.get(i % BEGINNINGS.size()).getBytes(StandardCharsets.US_ASCII));
                sockets.add(socket);
            }
            clock.scheduleAtFixedRate(() -> sockets.forEach(this::sendByte), 1, 1, TimeUnit.SECONDS);
        }

        private void sendByte(Socket socket) {
            try {
                socket.getOutputStream().write('E');
            } catch (IOException over) {
                cutOff.add(socket);
            }
        }

        int cutOff() {
            return cutOff.size();
        }

        @Override
        public void close() throws IOException {
            clock.shutdownNow();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
