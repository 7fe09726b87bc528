package whoami.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.MailServer;
import whoami.mail.Mailer.NotSent;

class MailerTest {
    private static final Mail MAIL = new Mail("ann@example.org", "Hello", "text", "<p>text</p>");

    private final MailServer server = new MailServer();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void it_logs_in_where_the_server_asks_for_it() throws Exception {
        server.requireLogIn("whoami", "p@ss:w+rd");
        mailer(server.url().replace("//", "//whoami:p%40ss:w+rd@")).send(MAIL);
        Mailer mistaken = mailer(server.url().replace("//", "//whoami:wrong@"));
        NotSent refused = assertThrows(NotSent.class, () -> mistaken.send(MAIL));
        assertFalse(refused.isFinal(), "the settings may be put right");
        assertFalse(refused.getMessage().contains("wrong"), refused.getMessage());
    }

    @Test
    void a_mailbox_that_does_not_exist_is_final_and_one_that_is_full_just_now_is_not() throws Exception {
        assertTrue(refusedWith("550 5.1.1 No such user").isFinal());
        assertFalse(refusedWith("452 4.2.2 Mailbox full").isFinal());
        assertFalse(refusedWith("451 4.7.1 Greylisted").isFinal());
    }

    @Test
    void a_server_that_is_not_there_is_not_final() throws Exception {
        int dead;
        try (var socket = new ServerSocket(0)) {
            dead = socket.getLocalPort();
        }
        Mailer mailer = mailer("smtp://127.0.0.1:" + dead);
        assertFalse(assertThrows(NotSent.class, () -> mailer.send(MAIL)).isFinal());
    }

    @Test
    void a_password_goes_to_another_machine_by_tls_only() throws Exception {
        // a server that does not offer STARTTLS, under a name that is not known to be this machine
        try (var fake = new FakeServer("250 OK")) {
            Mailer mailer = mailer("smtp://user:secret@127.0.0.2:" + fake.port());
            NotSent refused = assertThrows(NotSent.class, () -> mailer.send(MAIL));
            assertTrue(refused.getMessage().contains("STARTTLS"), refused.getMessage());
            assertTrue(fake.heard.stream().noneMatch(line -> line.startsWith("AUTH")), fake.heard.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "http://host", "smtp://", "smtp://user@host", "smtp://host/path", "smtp://h?x=1"})
    void what_is_no_mail_server_is_refused(String url) {
        assertThrows(IllegalArgumentException.class, () -> Smtp.parse(url));
    }

    @Test
    void ports_are_the_usual_ones_and_secrets_are_not_shown() {
        assertEquals(new Smtp("host", 587, null, null, false), Smtp.parse("smtp://host"));
        assertEquals(new Smtp("host", 465, "u", "p@ss", true), Smtp.parse("smtps://u:p%40ss@host/"));
        assertEquals("host:465", Smtp.parse("smtps://u:p%40ss@host").toString());
        assertFalse(new Mail("to", "subject", "a link", "a link").toString().contains("link"));
    }

    private static NotSent refusedWith(String answer) throws Exception {
        try (var fake = new FakeServer(answer)) {
            return assertThrows(
                    NotSent.class,
                    () -> mailer("smtp://127.0.0.1:" + fake.port()).send(MAIL));
        }
    }

    private static Mailer mailer(String url) {
        return new Mailer(Optional.of(Smtp.parse(url)), "whoami@example.com", InstantSource.system());
    }

    /** Speaks just enough SMTP to refuse a recipient with an answer of our choice, which GreenMail cannot. */
    private static final class FakeServer implements AutoCloseable {
        final List<String> heard = new CopyOnWriteArrayList<>();
        private final ServerSocket socket = new ServerSocket(0);

        FakeServer(String answerToRecipient) throws IOException {
            var thread = new Thread(() -> serve(answerToRecipient), "fake mail server");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        private void serve(String answerToRecipient) {
            try (Socket client = socket.accept();
                    var in = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
                say(client, "220 fake");
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    heard.add(line);
                    say(client, line.startsWith("RCPT") ? answerToRecipient : "250 OK");
                }
            } catch (IOException e) {
                heard.add(e.toString());
            }
        }

        private static void say(Socket client, String line) throws IOException {
            client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
