package whoami.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while people sign up, each on a connection of their own: whose request was begun gets the answer. */
class TerminationIT {
    private static final int TIMES = Boolean.getBoolean("chaos") ? 10 : 1;
    private static final int PEOPLE = 16;
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int EXIT_BY_SIGTERM = 143;

    @TempDir
    Path folder;

    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    /** How often it said that somebody had used up the four seconds: on a machine that is busy with other things. */
    private int outOfTime;

    @Test
    void no_running_request_is_cut_off() throws Exception {
        var ledger = new Ledger("jdbc:sqlite:" + folder.resolve("whoami.db"));
        for (int i = 0; i < TIMES; i++) {
            try (var server = new Server(folder)) {
                terminateUnderLoad(server, "t" + i + "x");
            }
        }
        Set<String> there = new HashSet<>(ledger.texts("SELECT username FROM users"));
        List<String> lost = done.stream().filter(name -> !there.contains(name)).toList();
        List<String> cutOff =
                there.stream().filter(name -> !done.contains(name)).toList();
        ChaosTable.row(
                "SIGTERM at full load",
                TIMES,
                "{303=" + done.size() + ", 503=" + refused.size() + ", not begun=" + unanswered.size()
                        + "}; done without an answer: " + cutOff.size() + "; out of time: " + outOfTime,
                String.valueOf(done.size()),
                lost);
        assertEquals(List.of(), lost);
        assertTrue(
                cutOff.isEmpty() || outOfTime > 0,
                () -> cutOff + " done without an answer; refused " + refused + ", unanswered " + unanswered);
    }

    private void terminateUnderLoad(Server server, String prefix) throws Exception {
        int before = done.size();
        ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
        IntStream.range(0, PEOPLE)
                .forEach(person -> threads.submit(() -> signUpUntilRefused(server.port, prefix + person + "x")));
        Crowd.await(() -> done.size() > before + 2 * PEOPLE);
        assertEquals(EXIT_BY_SIGTERM, server.terminate(), server.output());
        outOfTime += server.output().contains("took too long") ? 1 : 0;
        threads.shutdown();
        assertEquals(true, threads.awaitTermination(60, TimeUnit.SECONDS));
    }

    private void signUpUntilRefused(int port, String prefix) {
        for (int i = 0; ; i++) {
            String name = prefix + i;
            String answer = signUp(port, name);
            if (answer.startsWith("HTTP/1.1 303 ")) {
                done.add(name);
            } else {
                (answer.isEmpty() ? unanswered : refused).add(name);
                return;
            }
        }
    }

    /** @return nothing where there was nobody to connect to, or who was there went away */
    private static String signUp(int port, String name) {
        String form = "username=" + name + "&password=correct+horse+battery";
        String request = "POST /signup HTTP/1.0\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + form.length() + "\r\n\r\n" + form;
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException away) {
            return "";
        }
    }
}
