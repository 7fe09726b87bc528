package whoami;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real mail server on this machine, which can be away for a while. */
public final class MailServer {
    private static final Pattern LINK = Pattern.compile("(?m)^https?://\\S+$");

    private final List<ReceivedLetter> earlier = new ArrayList<>();
    private int port;
    private GreenMail server;

    /** On the same port each time. */
    public void start() {
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        port = server.getSmtp().getPort();
    }

    public void stop() {
        if (server != null) {
            earlier.addAll(received());
            server.stop();
            server = null;
        }
    }

    /** Takes only whom it knows: one who logs in with this name and password, and no other. */
    public void requireLogIn(String user, String password) {
        server.setUser(user, user, password);
    }

    public int port() {
        return port;
    }

    public String url() {
        return "smtp://127.0.0.1:" + port;
    }

    public List<ReceivedLetter> letters(String address) {
        List<ReceivedLetter> all = new ArrayList<>(earlier);
        all.addAll(received());
        return all.stream().filter(letter -> letter.to().equals(address)).toList();
    }

    private List<ReceivedLetter> received() {
        return server == null
                ? List.of()
                : Arrays.stream(server.getReceivedMessages())
                        .map(ReceivedLetter::of)
                        .toList();
    }

    public record ReceivedLetter(String from, String to, String subject, String text, String html) {
        static ReceivedLetter of(MimeMessage message) {
            try {
                MimeMultipart parts = (MimeMultipart) message.getContent();
                BodyPart text = parts.getBodyPart(0);
                BodyPart html = parts.getBodyPart(1);
                return new ReceivedLetter(
                        message.getFrom()[0].toString(),
                        message.getAllRecipients()[0].toString(),
                        message.getSubject(),
                        ((String) text.getContent()).replace("\r", ""),
                        (String) html.getContent());
            } catch (MessagingException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Where its link leads, on the site. */
        public String path() {
            Matcher link = LINK.matcher(text);
            if (!link.find()) {
                throw new AssertionError("no link in " + text);
            }
            return URI.create(link.group()).getPath();
        }
    }
}
