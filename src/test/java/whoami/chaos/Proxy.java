package whoami.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Stands between the server and what it needs, and spoils it. */
final class Proxy implements AutoCloseable {
    enum Mode {
        PASS,
        /** Everything is late. */
        DELAY,
        /** Now and then only the first half of something arrives, and the connection breaks. */
        HALVE,
        /** Takes every connection, and cuts it. */
        CUT,
        /** Takes every connection, and says nothing. */
        SILENT,
        /** Says, as a mail server does, that it takes nothing now. */
        REFUSE
    }

    private static final int DELAY_MILLIS = 50;
    private static final int ONE_IN = 50;

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int target;
    private volatile Mode mode = Mode.PASS;

    Proxy(int target) throws IOException {
        this.target = target;
        inBackground(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void set(Mode next) {
        mode = next;
        if (next == Mode.CUT || next == Mode.SILENT || next == Mode.REFUSE) {
            cutAll();
        }
    }

    void cutAll() {
        open.forEach(Proxy::close);
        open.clear();
    }

    private void accept() throws IOException, InterruptedException {
        while (!door.isClosed()) {
            Socket client = door.accept();
            open.add(client);
            switch (mode) {
                case CUT -> close(client);
                case SILENT -> {}
                case REFUSE -> {
                    client.getOutputStream().write("421 not now\r\n".getBytes(StandardCharsets.US_ASCII));
                    close(client);
                }
                default -> connect(client);
            }
        }
    }

    private void connect(Socket client) {
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            inBackground(() -> pump(client, server));
            inBackground(() -> pump(server, client));
        } catch (IOException away) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to) throws InterruptedException {
        byte[] some = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int read; (read = in.read(some)) >= 0; ) {
                if (mode == Mode.DELAY) {
                    TimeUnit.MILLISECONDS.sleep(DELAY_MILLIS);
                }
                boolean halved =
                        mode == Mode.HALVE && ThreadLocalRandom.current().nextInt(ONE_IN) == 0;
                to.getOutputStream().write(some, 0, halved ? read / 2 : read);
                if (halved) {
                    return;
                }
            }
        } catch (IOException broken) {
            open.remove(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends, by whatever it throws, with the connection. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void inBackground(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cutAll();
    }
}
