package whoami.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TokensTest {
    @Test
    void a_secret_is_made_of_256_bits_that_were_drawn() {
        var drawn = new byte[32];
        var random = new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                super.nextBytes(bytes);
                System.arraycopy(bytes, 0, drawn, 0, bytes.length);
            }
        };
        String secret = new Tokens(random).draw();
        assertEquals(Base64.getUrlEncoder().withoutPadding().encodeToString(drawn), secret);
        assertTrue(secret.matches("[A-Za-z0-9_-]{43}"), "fits into a cookie and a URL");
        assertNotEquals(secret, new Tokens(random).draw());
    }

    @Test
    void what_is_kept_of_it_is_its_sha_256() {
        // FIPS 180-2, appendix B.1
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Tokens.hash("abc"));
    }
}
