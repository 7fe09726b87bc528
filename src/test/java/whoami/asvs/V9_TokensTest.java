package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V9_TokensTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private Program ann;
    private Forgery forgery;

    @BeforeEach
    void logIn() {
        ann = lab.programOf("ann");
        forgery = Forgery.of(lab, ann);
        forgery.expectTaken(forgery.claiming(claims -> claims));
    }

    @Test
    void v9_1_1_a_token_that_was_tampered_with_or_signed_by_somebody_else_is_refused() {
        String[] parts = ann.accessToken().split("\\.");
        String admin = new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("account", "admin account");
        String payload = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(admin.getBytes(StandardCharsets.UTF_8));
        forgery.expectRefused(parts[0] + "." + payload + "." + parts[2]);
        forgery.expectRefused(parts[0] + "." + parts[1] + ".");
        forgery.expectRefused(parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()));
        forgery.expectRefused(forgery.signed(foreign(), forgery.header(), forgery.claims()));
        ann.get("/api/me").expect(200);
    }

    @Test
    void v9_1_2_tokens_are_signed_and_taken_with_es256_and_with_nothing_else() throws JOSEException {
        assertEquals(JWSAlgorithm.ES256, forgery.good().getHeader().getAlgorithm());
        forgery.expectRefused(new PlainJWT(forgery.claims()).serialize());
        RSAKey rsa = new RSAKeyGenerator(2_048).generate();
        for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.HS256, JWSAlgorithm.RS256, JWSAlgorithm.PS256)) {
            var token = new SignedJWT(
                    new JWSHeader.Builder(algorithm)
                            .type(new JOSEObjectType("at+jwt"))
                            .keyID(forgery.ours().getKeyID())
                            .build(),
                    forgery.claims());
            // our public key as if it were a shared secret: the classic confusion
            token.sign(
                    algorithm.equals(JWSAlgorithm.HS256)
                            ? new MACSigner(forgery.ours().toECPublicKey().getEncoded())
                            : new RSASSASigner(rsa));
            forgery.expectRefused(token.serialize());
        }
    }

    @Test
    void v9_1_3_a_token_cannot_name_the_key_that_it_is_to_be_checked_with() throws IOException {
        ECKey foreign = foreign();
        var asked = new AtomicInteger();
        HttpServer evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        evil.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] keys = new JWKSet(foreign.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        evil.start();
        try {
            URI keys = URI.create("http://127.0.0.1:" + evil.getAddress().getPort() + "/jwks.json");
            for (JWSHeader.Builder header : List.of(
                    forgery.header().jwk(foreign.toPublicJWK()),
                    forgery.header().jwkURL(keys),
                    forgery.header().x509CertURL(keys),
                    forgery.header().x509CertChain(List.of(Base64.encode("no certificate"))),
                    forgery.header().keyID(keys.toString()).jwkURL(keys))) {
                forgery.expectRefused(forgery.signed(foreign, header, forgery.claims()));
            }
        } finally {
            evil.stop(0);
        }
        assertEquals(0, asked.get(), "nobody was asked for a key");
    }

    @Test
    void v9_2_1_a_token_is_taken_in_its_time_and_neither_before_nor_after() {
        Instant now = lab.clock.instant();
        forgery.expectRefused(forgery.claiming(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(60)))));
        forgery.expectTaken(forgery.claiming(claims -> claims.notBeforeTime(Date.from(now))));
        forgery.expectRefused(forgery.claiming(claims -> claims.expirationTime(Date.from(now))));
        forgery.expectRefused(forgery.claiming(claims -> claims.expirationTime(null)));
        lab.clock.pass(Duration.ofMinutes(10).minusSeconds(1));
        ann.get("/api/me").expect(200);
        lab.clock.pass(Duration.ofSeconds(1));
        ann.get("/api/me").expect(401);
    }

    @Test
    void v9_2_2_only_what_says_that_it_is_an_access_token_is_taken_for_one() {
        for (JOSEObjectType type : List.of(JOSEObjectType.JWT, new JOSEObjectType("id+jwt"), JOSEObjectType.JOSE)) {
            forgery.expectRefused(
                    forgery.signed(forgery.ours(), forgery.header().type(type), forgery.claims()));
        }
        forgery.expectRefused(forgery.signed(forgery.ours(), forgery.header().type(null), forgery.claims()));
        forgery.expectRefused(ann.refreshToken());
        ann.post("/api/auth/refresh", "refresh_token", ann.accessToken()).expect(401);
    }

    @Test
    void v9_2_3_only_a_token_for_this_api_and_from_this_site_is_taken() {
        forgery.expectRefused(forgery.claiming(claims -> claims.audience("another-api")));
        forgery.expectRefused(forgery.claiming(claims -> claims.audience((String) null)));
        forgery.expectRefused(forgery.claiming(claims -> claims.issuer("https://evil.example")));
        forgery.expectRefused(forgery.claiming(claims -> claims.issuer(null)));
    }

    @Test
    void v9_2_4_each_token_says_that_it_is_for_this_api_of_this_site_and_for_no_other() {
        for (Program program :
                List.of(ann, lab.programOf("bob"), lab.program().logIn("ann").refresh())) {
            var claims = Forgery.of(lab, program).claims();
            assertEquals(List.of("whoami-api"), claims.getAudience());
            assertEquals("http://localhost:0", claims.getIssuer());
        }
    }

    private ECKey foreign() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(forgery.ours().getKeyID())
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
