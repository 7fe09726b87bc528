package whoami.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a key to sign access tokens with from a file, as openssl writes it. */
public final class JwtKey {
    private JwtKey() {}

    /**
     * @param file with a block "PRIVATE KEY" (PKCS #8) and a block "PUBLIC KEY"
     * @throws IllegalArgumentException if it is no such thing, or the two do not belong together
     */
    public static ECKey read(Path file) {
        try {
            String pem = Files.readString(file, StandardCharsets.US_ASCII);
            KeyFactory factory = KeyFactory.getInstance("EC");
            var publicKey = (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY")));
            var privateKey = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY")));
            ECKey key = new ECKey.Builder(Curve.P_256, publicKey)
                    .privateKey(privateKey)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint()
                    .build();
            requirePair(key);
            return key;
        } catch (IOException | GeneralSecurityException | JOSEException | ClassCastException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] block(String pem, String name) {
        Matcher block = Pattern.compile("-----BEGIN " + name + "-----([^-]*)-----END " + name + "-----")
                .matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("no " + name);
        }
        return Base64.getMimeDecoder().decode(block.group(1));
    }

    private static void requirePair(ECKey key) throws JOSEException {
        var header = new JWSHeader(JWSAlgorithm.ES256);
        byte[] text = "a pair?".getBytes(StandardCharsets.US_ASCII);
        var signature = new ECDSASigner(key).sign(header, text);
        if (!new ECDSAVerifier(key).verify(header, text, signature)) {
            throw new IllegalArgumentException("the two keys are no pair");
        }
    }
}
