package whoami.mail;

import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * An e-mail address.
 *
 * @param text as its owner writes it
 * @param ascii as mail servers know it, with an international domain in its ASCII form
 */
public record EmailAddress(String text, String ascii) {
    /** RFC 5321, section 4.5.3.1.3, less the angle brackets. */
    static final int MAX = 254;

    private static final EmailValidator SYNTAX = JMail.strictValidator()
            .requireTopLevelDomain()
            .requireAscii()
            .withRule(email -> email.localPart().matches("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+"));

    /**
     * In front of the @ there are the ASCII characters of RFC 5322, section 3.2.3, only, and nothing in quotes. Others that look the same, or become the same in lower case, would be
     * somebody else's mailbox under what looks like one's own address; and few mail servers take them.
     */
    public static Optional<EmailAddress> parse(String typed) {
        String text = Normalizer.normalize(typed.length() > 2 * MAX ? "" : typed.strip(), Normalizer.Form.NFC);
        int at = text.lastIndexOf('@');
        if (at < 0 || text.length() > MAX) {
            return Optional.empty();
        }
        try {
            String domain = IDN.toASCII(text.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
            String ascii = text.substring(0, at + 1) + domain.toLowerCase(Locale.ROOT);
            text = text.substring(0, at + 1) + IDN.toUnicode(domain);
            boolean valid = ascii.length() <= MAX && SYNTAX.isValid(ascii);
            return valid ? Optional.of(new EmailAddress(text, ascii)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What two spellings of one address have in common. */
    public String key() {
        return ascii.toLowerCase(Locale.ROOT);
    }

    /** The key of a text that may be an address. */
    public static String key(String text) {
        return parse(text).map(EmailAddress::key).orElse("");
    }
}
