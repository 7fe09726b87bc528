package whoami.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** argon2id (RFC 9106) with the parameters of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. */
final class Argon2 {
    static final String PREFIX = "$argon2id$";

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final String HEAD = PREFIX + "v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final SecureRandom random;

    Argon2(SecureRandom random) {
        this.random = random;
    }

    String hash(String password) {
        byte[] salt = randomBytes(SALT_BYTES);
        return encode(salt, digest(password, salt));
    }

    boolean matches(String password, String hash) {
        String[] parts = hash.split("\\$");
        byte[] salt = Base64.getDecoder().decode(parts[4]);
        byte[] expected = Base64.getDecoder().decode(parts[5]);
        return MessageDigest.isEqual(expected, digest(password, salt));
    }

    boolean isCurrent(String hash) {
        return hash.startsWith(HEAD);
    }

    String dummy() {
        return encode(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
    }

    private static String encode(byte[] salt, byte[] digest) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return HEAD + base64.encodeToString(salt) + "$" + base64.encodeToString(digest);
    }

    private static byte[] digest(String password, byte[] salt) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(LANES)
                .withSalt(salt)
                .build());
        byte[] digest = new byte[HASH_BYTES];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), digest);
        return digest;
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
