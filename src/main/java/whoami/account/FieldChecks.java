package whoami.account;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import whoami.Problem;
import whoami.mail.EmailAddress;

/** Looks at all fields that somebody has sent, to tell everything that is wrong with them at once. */
final class FieldChecks {
    /** ASCII letters only: with others, somebody could sign up as an "аnn" that nobody can tell from "ann". */
    static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._-]{3,64}");

    static final String NO_ADDRESS = "This does not look like an e-mail address.";

    /** In characters. */
    private static final int NAME_MAX = 100;

    private final PasswordPolicy policy;
    private final Map<String, String> errors = new LinkedHashMap<>();

    FieldChecks(PasswordPolicy policy) {
        this.policy = policy;
    }

    void username(String typed) {
        if (!USERNAME.matcher(typed).matches()) {
            errors.put("username", "Please use 3 to 64 letters, digits, dots, hyphens or underscores.");
        }
    }

    /** @return the name, or null for none */
    String name(String typed) {
        String name = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        if (name.codePointCount(0, name.length()) > NAME_MAX) {
            errors.put("name", "Please use at most " + NAME_MAX + " characters.");
        } else if (name.codePoints().anyMatch(Character::isISOControl)) {
            errors.put("name", "Please use letters, and no control characters.");
        }
        return name.isEmpty() ? null : name;
    }

    /** @return the address, or null if it is none */
    EmailAddress email(String typed) {
        EmailAddress address = EmailAddress.parse(typed).orElse(null);
        if (address == null) {
            errors.put("email", typed.isBlank() ? "Please give an e-mail address." : NO_ADDRESS);
        }
        return address;
    }

    /** @param email may be null */
    void password(String typed, String username, String email) {
        policy.refusal(typed, username, email).ifPresent(reason -> errors.put("password", reason));
    }

    /** @throws Problem invalid, with the reason by field, if there is one */
    void done() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }
}
