package whoami;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fat jar, run as anybody would run it. */
public final class JarProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern ADDRESS = Pattern.compile("listens on (http://[\\w.:]+)");

    private final Process process;
    private final Path out;
    private String address;

    private JarProcess(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    public static JarProcess start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", System.getProperty("jar")));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("whoami-jar", ".log");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        return new JarProcess(builder.start(), out);
    }

    /** The Java that the tests run on, or the one that is named. */
    private static String java() {
        return Optional.ofNullable(System.getProperty("jar.java"))
                .or(() -> ProcessHandle.current().info().command())
                .orElse("java");
    }

    /** Waits until it says where it listens. */
    public String address() throws IOException, InterruptedException {
        if (address == null) {
            address = await(ADDRESS).group(1);
        }
        return address;
    }

    public Matcher await(Pattern shown) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS); System.nanoTime() < end; ) {
            Matcher matcher = shown.matcher(output());
            if (matcher.find()) {
                return matcher;
            }
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new AssertionError("did not show " + shown + ": " + output());
    }

    /** The port of {@link #address}. */
    public int port() throws IOException, InterruptedException {
        return URI.create(address()).getPort();
    }

    /** The work of the processors that went into it so far. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** How much of the machine's memory it has just now, in MB (RSS); as Linux tells it. */
    public double megabytes() throws IOException {
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        if (!resident.find()) {
            throw new AssertionError("has ended: " + output());
        }
        return Integer.parseInt(resident.group(1)) / 1024.0;
    }

    public int exitCode() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs: " + output());
        }
        return process.exitValue();
    }

    public String output() throws IOException {
        return Files.readString(out);
    }

    /** What it reads from standard input. */
    void type(String line) throws IOException {
        try (var input = process.outputWriter()) {
            input.write(line + "\n");
        } catch (IOException gone) {
            // it may have ended without reading
            process.isAlive();
        }
    }

    public void kill() throws InterruptedException, IOException {
        process.destroyForcibly();
        exitCode();
    }

    public long pid() {
        return process.pid();
    }

    public void terminate() {
        process.destroy();
    }

    public HttpResponse<String> get(String path, String cookie) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().header("Cookie", cookie), path);
    }

    public HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)),
                path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request.uri(URI.create(address() + path)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(out);
    }
}
