package whoami.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.javalin.http.Context;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import whoami.Ids;
import whoami.Skew;
import whoami.account.Grant;
import whoami.account.SigningKey;
import whoami.account.SigningKeys;
import whoami.web.Json;

/**
 * Makes and checks access tokens: JWTs as RFC 9068 has them. Algorithm, type and key are ours; of what a token says of itself only
 * the name of the key is read, to choose among our own. A token by itself lets nobody in: the grant that it names has to exist.
 */
public final class Jwt {
    /** Refreshing is cheap, and what a token says (its scope) is never older than this. */
    public static final Duration LIFE = Duration.ofMinutes(10);

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    /** Who the tokens are for: this API, and no other service that may one day share the issuer. */
    private static final String AUDIENCE = "whoami-api";

    private final SigningKeys stored;
    private final Optional<ECKey> fixed;
    private final String issuer;
    private final Ids ids;
    private volatile Keys keys = new Keys(List.of(), Instant.EPOCH);
    private final RecentlyVerified recent = new RecentlyVerified();

    /** @param fixed the key from the settings, or nothing for those in the database */
    public Jwt(SigningKeys stored, Optional<ECKey> fixed, URI baseUrl, Ids ids) {
        this.stored = stored;
        this.fixed = fixed;
        this.issuer = baseUrl.toString();
        this.ids = ids;
    }

    /** What a valid token says. */
    public record Claims(String grantId, Set<String> scope, Instant expiresAt) {}

    private record Keys(List<ECKey> newestFirst, Instant readAt) {}

    public String sign(Grant grant, Set<String> scope) {
        ECKey key = signingKey();
        Instant now = now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(AUDIENCE)
                .subject(grant.user().id())
                .claim("sid", grant.id())
                .jwtID(ids.next())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .claim("scope", scope.stream().sorted().collect(Collectors.joining(" ")))
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return nothing if it is no token of ours, or too old */
    public Optional<Claims> verify(String token) {
        // a signature that was good once stays good: what may change is looked up for every call
        Claims known = recent.get(token);
        Optional<Claims> claims = known != null ? Optional.of(known) : check(token);
        claims.filter(checked -> known == null).ifPresent(checked -> recent.put(token, checked));
        Instant now = now();
        return claims.filter(
                checked -> checked.expiresAt().isAfter(now) && !Skew.isTooLate(checked.expiresAt(), LIFE, now));
    }

    /** The public parts of all keys, for whoever wants to check tokens by themselves. */
    public void show(Context ctx) {
        signingKey();
        Json.answer(
                ctx,
                new JWKSet(List.copyOf(keys.newestFirst())).toPublicJWKSet().toJSONObject());
    }

    private Optional<Claims> check(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            boolean ours = JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    && TYPE.equals(jwt.getHeader().getType());
            Optional<ECKey> key = ours ? named(jwt.getHeader().getKeyID()) : Optional.empty();
            if (key.isEmpty() || !jwt.verify(new ECDSAVerifier(key.get()))) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            boolean complete = claims.getClaims().keySet().containsAll(Set.of("sid", "scope", "exp"));
            Date notBefore = claims.getNotBeforeTime();
            if (!complete
                    || notBefore != null && notBefore.toInstant().isAfter(now())
                    || !issuer.equals(claims.getIssuer())
                    || !claims.getAudience().contains(AUDIENCE)) {
                return Optional.empty();
            }
            return Optional.of(new Claims(
                    claims.getStringClaim("sid"),
                    Set.of(claims.getStringClaim("scope").split(" ")),
                    claims.getExpirationTime().toInstant()));
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<ECKey> named(String id) {
        Optional<ECKey> known = find(id);
        // another process may have made a new one; and somebody may ask for keys that nobody has made, so not each time
        if (known.isPresent() || keys.readAt().plus(Duration.ofSeconds(1)).isAfter(now())) {
            return known;
        }
        read();
        return find(id);
    }

    private Optional<ECKey> find(String id) {
        return keys.newestFirst().stream()
                .filter(key -> key.getKeyID().equals(id))
                .findFirst();
    }

    private ECKey signingKey() {
        if (keys.readAt().plus(LIFE).isBefore(now())) {
            read();
        }
        return keys.newestFirst().get(0);
    }

    private void read() {
        List<ECKey> newestFirst = fixed.map(List::of)
                .orElseGet(() ->
                        stored.current(Jwt::newKey).stream().map(Jwt::parse).toList());
        keys = new Keys(newestFirst, now());
    }

    private static String newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey parse(SigningKey key) {
        try {
            return ECKey.parse(key.jwk());
        } catch (ParseException e) {
            throw new IllegalStateException("signing key " + key.id() + " cannot be read", e);
        }
    }

    private Instant now() {
        return ids.clock().instant();
    }
}
