package whoami.asvs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;
import whoami.ServerCode;

@Tag("asvs")
class V11_5_RandomTest {
    private static final String ANNS = "ann@example.org";
    private static final int ENOUGH_BITS = 128;

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @Test
    void v11_5_1_every_secret_that_is_handed_out_is_made_of_256_bits_from_a_generator_for_secrets() {
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            secrets.addAll(everySecret("ann" + i, i + ANNS));
        }
        for (String secret : secrets) {
            assertTrue(Base64.getUrlDecoder().decode(secret).length * 8 >= 2 * ENOUGH_BITS, secret);
        }
        assertEquals(new TreeSet<>(secrets).size(), secrets.size());
        requireGeneratorForSecrets();
    }

    /** Wherever secrets are made. What is drawn for a request's id is none. */
    private static void requireGeneratorForSecrets() {
        noClasses()
                .that()
                .resideInAnyPackage("whoami.account", "whoami.api", "whoami.mail", "whoami.web", "whoami.tls")
                .and()
                .doNotHaveSimpleName("RequestId")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java.util.(concurrent.ThreadLocal|Splittable)Random")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(Random.class, long.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(ServerCode.CLASSES);
    }

    private List<String> everySecret(String name, String address) {
        Browser browser = lab.browser();
        browser.signUp(name, Lab.PASSWORD, address).expect(303);
        String confirm = lab.link(address);
        browser.post(confirm).expect(303);
        String reset = PasswordDoors.resetLink(lab, address);
        Program program = lab.program().logIn(name);
        String key = program.post("/api/keys", "name", "k", "scope", "read")
                .expect(201)
                .at("/key");
        browser.logIn(name, Lab.PASSWORD).expect(303);
        String session = browser.sessionId().orElseThrow();
        browser.post("/account/delete", "username", name, "current_password", Lab.PASSWORD)
                .expect(303);
        return List.of(
                confirm.replace("/confirm/", ""),
                reset.replace("/reset/", ""),
                program.refreshToken(),
                key.replace("whoami_", ""),
                session,
                lab.link(address).replace("/restore/", ""));
    }
}
