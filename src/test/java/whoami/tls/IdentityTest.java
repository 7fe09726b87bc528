package whoami.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import whoami.LogLines;
import whoami.StartupFailure;
import whoami.tls.TestAuthority.Issued;

class IdentityTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final Issued ISSUED = AUTHORITY.issue("EC");

    /** Of openssl genrsa -aes256, but for most of it. */
    private static final String OLD_ENCRYPTED = """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-256-CBC,76D2A4C7B4A2F3F1A0A5E2C0B1D4E8F9

            bm90IHJlYWxseQ==
            -----END RSA PRIVATE KEY-----
            """;

    @RegisterExtension
    final LogLines log = new LogLines();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void keys_are_read_in_every_form_that_tools_write(String algorithm) {
        Issued issued = AUTHORITY.issue(algorithm);
        String parameters = Issued.pem("EC PARAMETERS", new byte[] {6, 8, 42, -122, 72, -50, 61, 3, 1, 7});
        for (String key : List.of(issued.keyPem(), issued.olderKeyPem(), parameters + issued.olderKeyPem())) {
            Identity identity = Identity.read(TestAuthority.write(folder, issued.certificatePem(), key));
            assertEquals(issued.chain(), identity.chain());
            assertEquals(issued.keys().getPrivate(), identity.key());
        }
    }

    @Test
    void what_cannot_be_used_is_named_in_one_line() {
        refused("cannot read ", new Tls(folder.resolve("none.pem"), folder.resolve("none.pem"), 0));
        refused("there is no certificate", "", ISSUED.keyPem());
        refused("the certificate is not whole", "nonsense", ISSUED.keyPem());
        refused("the certificate is not whole", ISSUED.certificatePem().substring(0, 300), ISSUED.keyPem());
        refused("there is no private key", ISSUED.certificatePem(), "nonsense");
        refused("there is no private key", ISSUED.certificatePem(), ISSUED.certificatePem());
        refused("the key is not whole", ISSUED.certificatePem(), ISSUED.keyPem().substring(0, 80));
        refused("not a whole EC key", ISSUED.certificatePem(), Issued.pem("EC PRIVATE KEY", new byte[] {1, 2, 3}));
        refused(
                "not a whole EC key",
                ISSUED.certificatePem(),
                AUTHORITY.issue("RSA").keyPem());
        refused(
                "do not belong together",
                ISSUED.certificatePem(),
                AUTHORITY.issue("EC").keyPem());
        refused("is encrypted", ISSUED.certificatePem(), Issued.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        refused("is encrypted", ISSUED.certificatePem(), OLD_ENCRYPTED);
    }

    @Test
    void one_that_is_not_good_now_is_used_with_a_warning_that_says_when_it_is() {
        Identity.read(ISSUED.writeTo(folder));
        assertEquals(List.of(), log.with("not good now"));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Duration day = Duration.ofDays(1);
        warned(now.minus(day), now.minusSeconds(1));
        warned(now.plus(day), now.plus(day).plus(day));
    }

    private void warned(Instant from, Instant until) {
        Tls files = AUTHORITY.issue("EC", from, until).writeTo(folder);
        Identity.read(files);
        String warning = "The certificate in %s is not good now, but from %s until %s";
        assertEquals(
                1, log.with(warning.formatted(files.certificate(), from, until)).size());
    }

    @Test
    void a_chain_in_the_wrong_order_is_refused() {
        Issued another = AUTHORITY.issue("EC");
        refused("are no chain", ISSUED.certificatePem() + another.certificatePem(), ISSUED.keyPem());
    }

    private void refused(String reason, String certificate, String key) {
        refused(reason, TestAuthority.write(folder, certificate, key));
    }

    private static void refused(String reason, Tls files) {
        URI anywhere = URI.create("https://localhost");
        String message = assertThrows(StartupFailure.class, () -> new Https(files, anywhere))
                .getMessage();
        assertTrue(message.startsWith("cannot use WHOAMI_TLS_CERT=") && message.contains(reason), message);
        assertEquals(1, message.lines().count(), message);
    }
}
