package whoami.tls;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Reads a private key in any of the forms that the tools of certificate authorities write. */
final class PrivateKeyPem {
    private PrivateKeyPem() {}

    /**
     * @param algorithm "RSA" or "EC"
     * @throws IllegalArgumentException if there is no such key, with the reason
     */
    static PrivateKey read(String pem, String algorithm) {
        try (var reader = new PemReader(new StringReader(pem))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                // openssl puts the parameters of an EC key before it
                if (block.getType().endsWith("PRIVATE KEY")) {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8(block)));
                }
            }
        } catch (IOException | GeneralSecurityException | IllegalStateException e) {
            throw new IllegalArgumentException("the key is not a whole " + algorithm + " key in PEM", e);
        }
        throw new IllegalArgumentException("there is no private key in PEM where the key should be");
    }

    private static byte[] pkcs8(PemObject block) throws IOException {
        if (block.getType().startsWith("ENCRYPTED") || !block.getHeaders().isEmpty()) {
            throw new IllegalArgumentException("the key is encrypted, and there is nobody to ask for its password");
        }
        byte[] content = block.getContent();
        return switch (block.getType()) {
            case "RSA PRIVATE KEY" ->
                wrap(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE, RSAPrivateKey.getInstance(content));
            case "EC PRIVATE KEY" -> {
                ECPrivateKey key = ECPrivateKey.getInstance(content);
                yield wrap(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject(), key);
            }
            default -> content;
        };
    }

    /** The older forms, PKCS #1 and SEC 1, are what PKCS #8 holds, without its cover. */
    private static byte[] wrap(ASN1ObjectIdentifier algorithm, ASN1Encodable parameters, ASN1Encodable key)
            throws IOException {
        return new PrivateKeyInfo(new AlgorithmIdentifier(algorithm, parameters), key).getEncoded();
    }
}
