package whoami.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test's own: a root that clients trust, somebody in between, and what that one issues. */
final class TestAuthority {
    private record Issuer(X500Principal name, KeyPair keys, X509Certificate certificate) {}

    private static final Duration LIFE = Duration.ofDays(30);

    private final SecureRandom random = new SecureRandom();
    private final X509Certificate root;
    private final Issuer between;

    TestAuthority() {
        KeyPair rootKeys = keys("EC");
        var rootName = new X500Principal("CN=root");
        this.root = authority(new Issuer(rootName, rootKeys, null), rootName, rootKeys);
        var betweenName = new X500Principal("CN=between");
        KeyPair betweenKeys = keys("EC");
        this.between = new Issuer(
                betweenName, betweenKeys, authority(new Issuer(rootName, rootKeys, root), betweenName, betweenKeys));
    }

    /** @param algorithm RSA or EC */
    Issued issue(String algorithm) {
        return issue(algorithm, Instant.now().minus(LIFE), Instant.now().plus(LIFE));
    }

    Issued issue(String algorithm, Instant from, Instant until) {
        KeyPair keys = keys(algorithm);
        X509Certificate server = sign(between, new X500Principal("CN=localhost"), keys, false, from, until);
        return new Issued(List.of(server, between.certificate()), keys);
    }

    /** What a client has that trusts the root and nothing else. */
    SSLContext trust() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("root", root);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate authority(Issuer issuer, X500Principal subject, KeyPair keys) {
        return sign(
                issuer,
                subject,
                keys,
                true,
                Instant.now().minus(LIFE),
                Instant.now().plus(LIFE));
    }

    private X509Certificate sign(
            Issuer issuer, X500Principal subject, KeyPair keys, boolean authority, Instant from, Instant until) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer.name(),
                    new BigInteger(64, random),
                    Date.from(from),
                    Date.from(until),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(issuer.keys().getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (IOException | GeneralSecurityException | OperatorException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate with its chain, and its keys. */
    record Issued(List<X509Certificate> chain, KeyPair keys) {
        String certificatePem() {
            return chain.stream().map(Issued::pem).collect(Collectors.joining());
        }

        /** PKCS #8, as most tools write it. */
        String keyPem() {
            return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        /** PKCS #1 or SEC 1, as older tools write it. */
        String olderKeyPem() {
            var text = new StringWriter();
            try (var writer = new JcaPEMWriter(text)) {
                writer.writeObject(keys.getPrivate());
                writer.flush();
                return text.toString();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        Tls writeTo(Path folder) {
            return write(folder, certificatePem(), keyPem());
        }

        BigInteger serial() {
            return chain.get(0).getSerialNumber();
        }

        private static String pem(X509Certificate certificate) {
            try {
                return pem("CERTIFICATE", certificate.getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        static String pem(String type, byte[] content) {
            return "-----BEGIN %s-----%n%s%n-----END %1$s-----%n"
                    .formatted(type, Base64.getMimeEncoder().encodeToString(content));
        }
    }

    static Tls write(Path folder, String certificate, String key) {
        try {
            return new Tls(
                    Files.writeString(folder.resolve("cert.pem"), certificate),
                    Files.writeString(folder.resolve("key.pem"), key),
                    0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
