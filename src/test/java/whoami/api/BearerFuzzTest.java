package whoami.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import whoami.Ids;

/** Whatever stands behind the word Bearer, it is no token that we have signed. */
class BearerFuzzTest {
    private static final Jwt JWT = jwt();

    @FuzzTest(maxDuration = "20s")
    void what_we_have_not_signed_lets_nobody_in_and_throws_nothing(byte[] data) {
        assertEquals(Optional.empty(), JWT.verify(new String(data, StandardCharsets.UTF_8)));
    }

    private static Jwt jwt() {
        try {
            var key = new ECKeyGenerator(Curve.P_256).keyID("ours").generate();
            var ids = new Ids(InstantSource.system(), new SecureRandom());
            return new Jwt(null, Optional.of(key), URI.create("http://localhost"), ids);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
