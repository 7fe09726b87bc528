package whoami.tls;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;

class PrivateKeyFuzzTest {
    private static final PublicKey COUNTERPART = counterpart();

    @FuzzTest(maxDuration = "20s")
    void whatever_is_in_the_file_it_is_a_key_or_the_reason_why_not(byte[] data) {
        try {
            PrivateKeyPem.read(new String(data, StandardCharsets.UTF_8), COUNTERPART);
        } catch (IllegalArgumentException reason) {
            assertFalse(reason.getMessage().isEmpty());
        }
    }

    private static PublicKey counterpart() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
