package whoami.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who this server is to those who come by TLS: a certificate, those that vouch for it, and the key that proves it. */
record Identity(List<X509Certificate> chain, PrivateKey key) {
    /** For a store that is never written anywhere. */
    static final String PASSWORD = "in memory";

    private static final Logger log = LoggerFactory.getLogger(Identity.class);
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    /** @throws IllegalArgumentException if the files cannot be used, with the reason */
    static Identity read(Tls files) {
        List<X509Certificate> chain = certificates(text(files.certificate()));
        PublicKey publicKey = chain.get(0).getPublicKey();
        if (!SIGNATURES.containsKey(publicKey.getAlgorithm())) {
            throw new IllegalArgumentException("the certificate's key must be RSA or EC");
        }
        var identity = new Identity(chain, PrivateKeyPem.read(text(files.key()), publicKey));
        identity.requirePair();
        identity.warnUnlessValid(files.certificate());
        return identity;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    private static List<X509Certificate> certificates(String pem) {
        try (var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1))) {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException | IOException e) {
            throw new IllegalArgumentException("the certificate is not whole, or not in PEM", e);
        }
        throw new IllegalArgumentException("there is no certificate in PEM where it should be");
    }

    /** Otherwise the first visitor would find out. */
    private void requirePair() {
        byte[] text = "a pair?".getBytes(StandardCharsets.US_ASCII);
        try {
            Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(chain.get(0).getPublicKey());
            signature.update(text);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificate and the key do not belong together", e);
        }
        throw new IllegalArgumentException("the certificate and the key do not belong together");
    }

    /** Browsers refuse it. It is used all the same: a server that does not start would tell its visitors even less. */
    private void warnUnlessValid(Path file) {
        try {
            chain.get(0).checkValidity();
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            Instant from = chain.get(0).getNotBefore().toInstant();
            log.warn("The certificate in {} is not good now, but from {} until {}", file, from, expiry());
        }
    }

    KeyStore keyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("whoami", key, PASSWORD.toCharArray(), chain.toArray(new X509Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "the certificates are no chain: the server's comes first, then whoever vouches for the one before",
                    e);
        }
    }

    Instant expiry() {
        return chain.get(0).getNotAfter().toInstant();
    }
}
