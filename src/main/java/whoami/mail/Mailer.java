package whoami.mail;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands letters to a mail server; or, where none is set, to whoever reads the log, so that everything can be tried out. */
public final class Mailer {
    private static final Logger log = LoggerFactory.getLogger(Mailer.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    private final Optional<Smtp> server;
    private final String from;
    private final InstantSource clock;

    public Mailer(Optional<Smtp> server, String from, InstantSource clock) {
        this.server = server;
        this.from = from;
        this.clock = clock;
    }

    /** @throws NotSent if the server did not take it */
    public void send(Mail mail) throws NotSent {
        if (server.isEmpty()) {
            log.info("WHOAMI_SMTP is empty, so this letter to {} stays here\n\n{}\n", mail.to(), mail.text());
            return;
        }
        Smtp smtp = server.get();
        Session session = Session.getInstance(properties(smtp));
        try (Transport transport = session.getTransport()) {
            Message message = message(session, mail);
            transport.connect(smtp.host(), smtp.port(), smtp.user(), smtp.password());
            transport.sendMessage(message, message.getAllRecipients());
        } catch (MessagingException e) {
            throw new NotSent(e);
        }
    }

    private Message message(Session session, Mail mail) throws MessagingException {
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress(from));
        message.setRecipients(Message.RecipientType.TO, new Address[] {new InternetAddress(ascii(mail.to()), true)});
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        // RFC 3834: nobody's holiday notice should answer
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setContent(new MimeMultipart("alternative", part(mail.text(), "plain"), part(mail.html(), "html")));
        message.saveChanges();
        return message;
    }

    private static String ascii(String address) {
        return EmailAddress.parse(address).map(EmailAddress::ascii).orElse(address);
    }

    private static MimeBodyPart part(String text, String type) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), type);
        return part;
    }

    private static Properties properties(Smtp smtp) {
        String protocol = smtp.tls() ? "smtps" : "smtp";
        String prefix = "mail." + protocol + ".";
        var properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty(prefix + "auth", String.valueOf(smtp.user() != null));
        // a mail server on this machine seldom has a certificate that says "localhost"
        properties.setProperty(prefix + "starttls.enable", String.valueOf(!smtp.isLocal()));
        // who listens in between could hide the offer, to have the password sent in the clear
        properties.setProperty(prefix + "starttls.required", String.valueOf(smtp.user() != null && !smtp.isLocal()));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "connectiontimeout", String.valueOf(CONNECT_TIMEOUT.toMillis()));
        properties.setProperty(prefix + "timeout", String.valueOf(ANSWER_TIMEOUT.toMillis()));
        properties.setProperty(prefix + "writetimeout", String.valueOf(ANSWER_TIMEOUT.toMillis()));
        return properties;
    }

    /** A server that is not there, does not like us, or does not like the recipient. */
    static final class NotSent extends Exception {
        private static final int REFUSED_FOR_GOOD = 500;

        NotSent(MessagingException cause) {
            // what a mail server says may have several lines, and could pass for some of the log
            super(
                    String.valueOf(cause.getMessage())
                            .replaceAll("\\p{Cntrl}+", " ")
                            .strip(),
                    cause);
        }

        /** Whether there is no such mailbox (RFC 5321, section 4.2.1: 5xx): asking again would get the same answer. */
        boolean isFinal() {
            Throwable next = getCause();
            while (next instanceof MessagingException e) {
                if (e instanceof SMTPAddressFailedException refused && refused.getReturnCode() >= REFUSED_FOR_GOOD) {
                    return true;
                }
                next = e.getNextException();
            }
            return false;
        }
    }
}
