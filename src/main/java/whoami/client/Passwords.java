package whoami.client;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Draws the users' passwords. Not from the seed, which is printed: on a server where others are, whoever reads it could draw the
 * same ones and log in. Nobody is told them, and they are gone with the process.
 */
record Passwords(SecureRandom random) {
    private static final int BYTES = 18;

    String draw() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
