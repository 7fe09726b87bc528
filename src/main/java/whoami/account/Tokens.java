package whoami.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Draws the secrets that we hand out, and makes what we keep of them.
 *
 * <p>We keep only the hash. Someone who can read the database, or a backup of it, still cannot use what it says: the secret
 * itself is known to its owner alone. A fast hash without salt is enough here, because 256 random bits cannot be guessed;
 * passwords, which can, go through {@link Passwords}.
 */
public record Tokens(SecureRandom random) {
    /** Out of reach of guessing; OWASP ASVS 5.0, 7.2.3 asks for 128. */
    private static final int BITS = 256;

    /** A new secret: 256 random bits in 43 characters that fit into a cookie or a URL. */
    public String draw() {
        byte[] bytes = new byte[BITS / 8];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What the database keeps of a secret: its SHA-256, in hexadecimal. */
    static String hash(String secret) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
