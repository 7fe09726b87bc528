package whoami.asvs;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.function.UnaryOperator;
import whoami.Lab;
import whoami.Program;

/** Access tokens that are like a good one, but for one thing. */
record Forgery(Lab lab, SignedJWT good, ECKey ours) {
    static Forgery of(Lab lab, Program program) {
        try {
            String jwk = lab.database()
                    .read(tx -> tx.one(row -> row.getString("jwk"), "SELECT jwk FROM signing_keys"))
                    .orElseThrow();
            return new Forgery(lab, SignedJWT.parse(program.accessToken()), ECKey.parse(jwk));
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    JWTClaimsSet claims() {
        try {
            return good.getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    /** Signed with our own key, as if another service of ours had it. */
    String claiming(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(
                ours, header(), change.apply(new JWTClaimsSet.Builder(claims())).build());
    }

    JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(ours.getKeyID());
    }

    String signed(ECKey key, JWSHeader.Builder header, JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(header.build(), claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    void expectRefused(String token) {
        lab.program().with(token, "").get("/api/me").expect(401);
    }

    void expectTaken(String token) {
        lab.program().with(token, "").get("/api/me").expect(200);
    }
}
