package whoami;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The way to a server on this machine, on which nothing comes through for a while: no byte, no end of a connection, and no refusal. */
final class SilentNetwork implements AutoCloseable {
    private static final int BUFFER_BYTES = 8192;

    private final int target;
    private final ServerSocket door;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile CountDownLatch silence = new CountDownLatch(0);

    /** @param target the port of the server */
    SilentNetwork(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void goSilent() {
        silence = new CountDownLatch(1);
    }

    /** What was sent meanwhile arrives late. */
    void comeBack() {
        silence.countDown();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(client);
            sockets.add(server);
            threads.submit(() -> pass(client, server));
            threads.submit(() -> pass(server, client));
        }
    }

    private Void pass(Socket from, Socket to) throws IOException, InterruptedException {
        try (from;
                to) {
            byte[] bytes = new byte[BUFFER_BYTES];
            int length;
            do {
                length = from.getInputStream().read(bytes);
                silence.await();
                to.getOutputStream().write(bytes, 0, Math.max(length, 0));
            } while (length > 0);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
        for (Socket each : sockets) {
            each.close();
        }
    }
}
