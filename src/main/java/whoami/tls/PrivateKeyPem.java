package whoami.tls;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** Reads a private key in any of the forms that the tools of certificate authorities write. */
final class PrivateKeyPem {
    private PrivateKeyPem() {}

    /**
     * @param counterpart what the certificate says of the key
     * @throws IllegalArgumentException if there is no such key, with the reason
     */
    static PrivateKey read(String pem, PublicKey counterpart) {
        PemObject block = block(pem);
        if (block.getType().startsWith("ENCRYPTED") || !block.getHeaders().isEmpty()) {
            throw new IllegalArgumentException("the key is encrypted, and there is nobody to ask for its password");
        }
        String algorithm = counterpart.getAlgorithm();
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8(block, counterpart)));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException("the key is not a whole " + algorithm + " key in PEM", e);
        }
    }

    private static PemObject block(String pem) {
        try (var reader = new PemReader(new StringReader(pem))) {
            PemObject block = reader.readPemObject();
            // openssl puts the parameters of an EC key before it
            while (block != null && !block.getType().endsWith("PRIVATE KEY")) {
                block = reader.readPemObject();
            }
            if (block != null) {
                return block;
            }
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("the key is not whole", e);
        }
        throw new IllegalArgumentException("there is no private key in PEM where the key should be");
    }

    /** The older forms, PKCS #1 and SEC 1, are what PKCS #8 holds, without saying what kind of key it is. */
    private static byte[] pkcs8(PemObject block, PublicKey counterpart) throws IOException {
        if (block.getType().equals("PRIVATE KEY")) {
            return block.getContent();
        }
        AlgorithmIdentifier kind =
                SubjectPublicKeyInfo.getInstance(counterpart.getEncoded()).getAlgorithm();
        return new PrivateKeyInfo(kind, ASN1Primitive.fromByteArray(block.getContent())).getEncoded();
    }
}
