package whoami.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import whoami.Lab;
import whoami.Program;
import whoami.Settings;

class JwtTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private Program ann;
    private SignedJWT good;

    @BeforeEach
    void logIn() throws Exception {
        ann = lab.programOf("ann");
        good = SignedJWT.parse(ann.accessToken());
    }

    @Test
    void an_access_token_says_what_rfc_9068_asks_for_and_anybody_can_check_it() throws Exception {
        assertEquals("at+jwt", good.getHeader().getType().getType());
        assertEquals(JWSAlgorithm.ES256, good.getHeader().getAlgorithm());
        JWTClaimsSet claims = good.getJWTClaimsSet();
        for (String name : List.of("iss", "aud", "sub", "sid", "jti", "iat", "exp", "scope")) {
            assertTrue(claims.getClaims().containsKey(name), name);
        }
        JWKSet published =
                JWKSet.parse(ann.get("/.well-known/jwks.json").expect(200).body());
        assertFalse(published.containsNonPublicKeys());
        ECKey key = published.getKeyByKeyId(good.getHeader().getKeyID()).toECKey();
        assertTrue(good.verify(new ECDSAVerifier(key)));
    }

    @Test
    void a_token_that_is_not_quite_ours_is_refused() throws Exception {
        ECKey foreign = new ECKeyGenerator(Curve.P_256)
                .keyID(good.getHeader().getKeyID())
                .generate();
        ECKey ours = ECKey.parse(lab.database()
                .read(tx -> tx.one(row -> row.getString("jwk"), "SELECT jwk FROM signing_keys"))
                .orElseThrow());
        JWTClaimsSet claims = good.getJWTClaimsSet();
        String[] parts = ann.accessToken().split("\\.");
        String admin = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        claims.toString().replace("account", "admin account").getBytes());
        for (String token : List.of(
                "",
                "x",
                "a.b.c",
                "whoami_",
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + admin + "." + parts[2],
                new PlainJWT(claims).serialize(),
                hmac(claims, ours),
                signed(foreign, "at+jwt", claims),
                signed(ours, "JWT", claims),
                signed(
                        ours,
                        "at+jwt",
                        new JWTClaimsSet.Builder(claims).audience("another").build()),
                signed(
                        ours,
                        "at+jwt",
                        new JWTClaimsSet.Builder(claims)
                                .issuer("https://evil.example")
                                .build()),
                signed(
                        ours,
                        "at+jwt",
                        new JWTClaimsSet.Builder(claims).claim("sid", "no such").build()),
                signed(
                        ours,
                        "at+jwt",
                        new JWTClaimsSet.Builder(claims).claim("sid", null).build()),
                signed(
                        ours,
                        "at+jwt",
                        new JWTClaimsSet.Builder(claims).claim("scope", null).build()),
                signed(
                        ours,
                        "at+jwt",
                        new JWTClaimsSet.Builder(claims).expirationTime(null).build()),
                signed(
                        ours,
                        "at+jwt",
                        new JWTClaimsSet.Builder(claims)
                                .expirationTime(new Date(0))
                                .build()))) {
            var reply = lab.program().with(token, "").get("/api/me");
            assertEquals(401, reply.status(), token);
            assertTrue(reply.header("WWW-Authenticate").startsWith("Bearer"), token);
        }
        lab.program().with(signed(ours, "at+jwt", claims), "").get("/api/me").expect(200);
    }

    @Test
    void without_a_token_one_is_asked_for_one() {
        assertEquals("Bearer", lab.program().get("/api/me").expect(401).header("WWW-Authenticate"));
        lab.program().get("/api/me", "Authorization", "Basic YW5uOmFubg==").expect(401);
    }

    @Test
    void keys_change_every_90_days_and_old_ones_stay_until_their_tokens_are_gone() {
        String first = kid();
        lab.clock.pass(Duration.ofDays(89));
        assertEquals(first, kid());
        lab.clock.pass(Duration.ofDays(1).minusMinutes(5));
        Program before = lab.program().logIn("ann");
        assertEquals(first, kidOf(before));
        lab.clock.pass(Duration.ofMinutes(8));
        lab.restart();
        String second = kid();
        assertFalse(first.equals(second));
        assertEquals(
                2,
                lab.program().get("/.well-known/jwks.json").json().get("keys").size());
        lab.program().with(before.accessToken(), "").get("/api/me").expect(200);
        lab.clock.pass(Duration.ofDays(2));
        lab.janitor().round();
        lab.restart();
        assertEquals(
                1,
                lab.program().get("/.well-known/jwks.json").json().get("keys").size());
        assertEquals(second, kid());
    }

    @Test
    void a_key_can_be_given_in_a_file(@TempDir Path folder) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        Path file = folder.resolve("jwt.pem");
        Files.writeString(
                file,
                pem("PRIVATE KEY", key.toECPrivateKey().getEncoded())
                        + pem("PUBLIC KEY", key.toECPublicKey().getEncoded()));
        ECKey read = Settings.of(java.util.Map.of("WHOAMI_JWT_KEY", file.toString()))
                .jwtKey()
                .orElseThrow();
        assertEquals(key.toECPublicKey(), read.toECPublicKey());
        assertTrue(read.isPrivate());
        ECKey other = new ECKeyGenerator(Curve.P_256).generate();
        Files.writeString(
                file,
                pem("PRIVATE KEY", key.toECPrivateKey().getEncoded())
                        + pem("PUBLIC KEY", other.toECPublicKey().getEncoded()));
        org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, () -> JwtKey.read(file));
    }

    private static String pem(String name, byte[] content) {
        return "-----BEGIN " + name + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + name
                + "-----\n";
    }

    private String kid() {
        return kidOf(lab.program().logIn("ann"));
    }

    private static String kidOf(Program program) {
        try {
            return SignedJWT.parse(program.accessToken()).getHeader().getKeyID();
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static String signed(ECKey key, String type, JWTClaimsSet claims) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType(type))
                .keyID(key.getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(new ECDSASigner(key));
        return token.serialize();
    }

    /** Signed with our public key as if that were a shared secret: the classic confusion of algorithms. */
    private static String hmac(JWTClaimsSet claims, ECKey ours) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(ours.getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(new MACSigner(ours.toECPublicKey().getEncoded()));
        return token.serialize();
    }
}
