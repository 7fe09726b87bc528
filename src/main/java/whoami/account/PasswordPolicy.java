package whoami.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which passwords are refused: the short and the guessable, and no others. No rules about digits and signs, no expiry, as OWASP
 * ASVS 5.0 (6.2) and NIST SP 800-63B-4 (section 3.1.1.2) have it: such rules lead to "Password1!". The least length is 8, as in
 * ASVS; NIST asks for 15 where the password is all there is, so it can be set.
 */
public final class PasswordPolicy {
    /** Long enough for any sentence; the limit is only there so that a form field cannot be used to send us a book. */
    static final int MAX_CHARACTERS = 1_000;

    /**
     * In chars, before normalisation: four for each character, as some scripts need. Normalising takes time by the square of
     * the length, so that 64 KiB of accents would cost more than a hash.
     */
    static final int MAX_TYPED = 4 * MAX_CHARACTERS;

    /** What has to be left of a password without the words that everybody knows of its owner, or of the site: more than a year. */
    private static final int MIN_OF_ITS_OWN = 6;

    /** Shorter parts, such as the "j" in j@example.org, stand in a password by chance. */
    private static final int MIN_KNOWN_WORD = 3;

    private static final String TOO_LONG = "Please use at most 1,000 characters.";

    private final int minCharacters;
    private final Set<String> siteWords;

    /** @param siteWords what everybody knows of this site, such as its name */
    public PasswordPolicy(int minCharacters, Set<String> siteWords) {
        this.minCharacters = minCharacters;
        this.siteWords = siteWords;
    }

    /**
     * @param typed the password as it was typed
     * @param email may be null
     * @return the reason not to take it, if there is one
     */
    Optional<String> refusal(String typed, String username, String email) {
        if (typed.length() > MAX_TYPED) {
            return Optional.of(TOO_LONG);
        }
        String password = Passwords.normalise(typed);
        int characters = password.codePointCount(0, password.length());
        if (characters < minCharacters) {
            return Optional.of("Please use at least " + minCharacters + " characters.");
        }
        if (characters > MAX_CHARACTERS) {
            return Optional.of(TOO_LONG);
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (CommonPasswords.ALL.contains(lower)) {
            return Optional.of(
                    "This is a very common password, one of those that are guessed first. Please choose another.");
        }
        String rest = withoutKnownWords(lower, username, email);
        if (rest.length() < lower.length() && (rest.length() < MIN_OF_ITS_OWN || CommonPasswords.ALL.contains(rest))) {
            return Optional.of(
                    "This is too close to your name, your e-mail address or the name of this site. Please choose another.");
        }
        return Optional.empty();
    }

    private String withoutKnownWords(String password, String username, String email) {
        String address = email == null ? "" : email;
        Stream<String> ofOwner = Stream.concat(Stream.of(address, username), Stream.of(address.split("[@.]")));
        String rest = password;
        for (String word : Stream.concat(ofOwner, siteWords.stream())
                .filter(word -> word.length() >= MIN_KNOWN_WORD)
                .toList()) {
            rest = rest.replace(word.toLowerCase(Locale.ROOT), "");
        }
        return rest;
    }

    /** Loaded when the first password is chosen, as most starts of the program do not need it. */
    private static final class CommonPasswords {
        /** About 30,000, from the library zxcvbn. */
        private static final String RESOURCE = "/com/nulabinc/zxcvbn/matchers/dictionaries/passwords.txt";

        static final Set<String> ALL = load();

        private static Set<String> load() {
            try (var reader = new BufferedReader(new InputStreamReader(
                    PasswordPolicy.class.getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
                return reader.lines()
                        .map(line -> line.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
