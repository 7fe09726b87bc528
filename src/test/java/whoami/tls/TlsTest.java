package whoami.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.LogLines;
import whoami.Raw;

class TlsTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final long PATIENCE_SECONDS = 20;

    private final Path folder = temporaryFolder();
    private final TestAuthority.Issued issued = AUTHORITY.issue("EC");
    private final Tls files = issued.writeTo(folder);

    @RegisterExtension
    final Lab lab = new Lab(
            "TLS_CERT",
            files.certificate().toString(),
            "TLS_KEY",
            files.key().toString(),
            "TLS_PORT",
            "0",
            "BASE_URL",
            "https://example.org");

    @RegisterExtension
    final LogLines log = new LogLines(Level.INFO);

    @AfterEach
    void cleanUp() throws IOException {
        Files.deleteIfExists(files.certificate());
        Files.deleteIfExists(files.key());
        Files.delete(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void it_speaks_http_2_to_a_client_that_trusts_the_root_of_its_chain(String protocol) throws Exception {
        var only = new SSLParameters(null, new String[] {protocol});
        HttpClient client = HttpClient.newBuilder()
                .sslContext(AUTHORITY.trust())
                .sslParameters(only)
                .build();
        HttpResponse<String> answer = client.send(get("/health"), BodyHandlers.ofString());
        assertEquals("OK", answer.body());
        assertEquals(HttpClient.Version.HTTP_2, answer.version());
        assertEquals(protocol, answer.sslSession().orElseThrow().getProtocol());
    }

    @Test
    void it_speaks_http_1_1_to_those_who_know_nothing_else() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(AUTHORITY.trust())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        assertEquals(
                HttpClient.Version.HTTP_1_1,
                client.send(get("/health"), BodyHandlers.ofString()).version());
    }

    @Test
    void tls_1_1_is_refused() throws IOException {
        String random = "00".repeat(32);
        // TLS 1.1 with two ciphers that it has: ECDHE-RSA and ECDHE-ECDSA with AES-128-CBC-SHA
        String body = "0302" + random + "00" + "0004" + "c013c009" + "0100";
        String hello = "0100" + "%04x".formatted(body.length() / 2) + body;
        try (var socket = new Socket("127.0.0.1", lab.tlsPort())) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            socket.getOutputStream()
                    .write(HexFormat.of().parseHex("160301" + "%04x".formatted(hello.length() / 2) + hello));
            byte[] answer = socket.getInputStream().readNBytes(7);
            byte[] protocolVersionAlert = {21, 3, answer[2], 0, 2, 2, 70};
            assertArrayEquals(protocolVersionAlert, answer, HexFormat.of().formatHex(answer));
        }
    }

    @Test
    void a_whole_visit_works_and_its_cookie_is_bound_to_tls() throws Exception {
        String form = "username=ann&password=" + Lab.PASSWORD.replace(' ', '+');
        assertEquals(303, send(post("/signup", form)).statusCode());
        HttpResponse<String> logIn = send(post("/login", form));
        String cookie = logIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.startsWith("__Host-whoami=") && cookie.contains("; Secure;"), cookie);
        assertTrue(logIn.headers().firstValue("Strict-Transport-Security").isPresent());
        HttpResponse<String> me = send(HttpRequest.newBuilder(there("/me"))
                .header("Cookie", cookie.split(";")[0])
                .build());
        assertTrue(me.body().contains("<h1>ann</h1>"), me.body());
    }

    @Test
    void plain_http_leads_to_https_whatever_is_asked_for() {
        for (String path : new String[] {"/", "/login?next=%2Fme", "/health", "/nothing"}) {
            Answer answer = lab.browser().get(path).expect(308);
            assertEquals("https://example.org" + path, answer.header("Location"));
            assertEquals(null, answer.header("Strict-Transport-Security"), "not without TLS");
        }
        String head = Raw.send(lab.port(), "HEAD /me HTTP/1.0\r\n\r\n");
        assertTrue(head.startsWith("HTTP/1.1 308 ") && head.contains("Location: https://example.org/me\r\n"), head);
        String disguised =
                Raw.send(lab.port(), "GET https://x/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(disguised.startsWith("HTTP/1.1 308 "), disguised);
    }

    @Test
    void a_form_sent_without_tls_is_refused_and_not_carried_out() throws Exception {
        Answer refused = lab.browser().signUp("ann", Lab.PASSWORD).expect(403);
        assertTrue(refused.text().contains("https only"), refused.text());
        String logIn = "username=ann&password=" + Lab.PASSWORD.replace(' ', '+');
        assertEquals(401, send(post("/login", logIn)).statusCode());
    }

    @Test
    void a_renewed_certificate_is_used_without_a_restart_and_open_connections_go_on() throws Exception {
        HttpClient before = client();
        before.send(get("/health"), BodyHandlers.ofString());
        TestAuthority.Issued renewed = AUTHORITY.issue("RSA");
        renewed.writeTo(folder);
        await(() -> presented().equals(renewed.serial()));
        assertEquals("OK", before.send(get("/health"), BodyHandlers.ofString()).body());
        log.line("is used from now on, good until ");
    }

    @Test
    void a_certificate_that_cannot_be_used_leaves_the_old_one_in_place_and_says_so_once() throws Exception {
        Files.writeString(files.key(), AUTHORITY.issue("EC").keyPem());
        String wrongKey = log.line("so the old one stays");
        assertTrue(wrongKey.endsWith("so the old one stays: the certificate and the key do not belong together"));
        assertEquals(issued.serial(), presented());
        Files.delete(files.certificate());
        log.line("cannot read " + files.certificate());
        assertEquals(issued.serial(), presented());
        assertEquals(2, log.with(CertificateWatch.class.getName()).size(), log.text());
        TestAuthority.Issued repaired = AUTHORITY.issue("EC");
        repaired.writeTo(folder);
        await(() -> presented().equals(repaired.serial()));
    }

    private HttpClient client() {
        return HttpClient.newBuilder().sslContext(AUTHORITY.trust()).build();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client().send(request, BodyHandlers.ofString());
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(there(path)).build();
    }

    private HttpRequest post(String path, String form) {
        return HttpRequest.newBuilder(there(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
    }

    private URI there(String path) {
        return URI.create("https://localhost:" + lab.tlsPort() + path);
    }

    /** The serial number of the certificate that a new connection gets. */
    private BigInteger presented() {
        try (var socket = (SSLSocket) AUTHORITY.trust().getSocketFactory().createSocket("localhost", lab.tlsPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            Thread.onSpinWait();
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("whoami-tls");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
