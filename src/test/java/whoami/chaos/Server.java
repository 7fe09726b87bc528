package whoami.chaos;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import whoami.JarProcess;

/** The fat jar, on the same port and with the same database each time it is started. */
final class Server implements AutoCloseable {
    final int port = freePort();
    private final Path folder;
    private final Map<String, String> settings = new HashMap<>();
    private JarProcess running;

    /** @param settings names without {@code WHOAMI_} and their values, in turn */
    Server(Path folder, String... settings) throws Exception {
        this.folder = folder;
        this.settings.putAll(
                Map.of("WHOAMI_PORT", String.valueOf(port), "WHOAMI_BCRYPT_COST", "4", "WHOAMI_THROTTLE", "off"));
        for (int i = 0; i < settings.length; i += 2) {
            this.settings.put("WHOAMI_" + settings[i], settings[i + 1]);
        }
        start();
    }

    void start() throws Exception {
        running = JarProcess.start(folder, settings);
        running.address();
    }

    /** As {@code kill -9} does. */
    void kill() throws Exception {
        running.kill();
        running.close();
    }

    /** @return the exit code */
    int terminate() throws Exception {
        running.terminate();
        return running.exitCode();
    }

    String output() throws IOException {
        return running.output();
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
