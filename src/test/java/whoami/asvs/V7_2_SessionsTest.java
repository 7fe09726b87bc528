package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V7_2_SessionsTest {
    private static final int BITS = 256;
    private static final int SAMPLES = 100;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void v7_2_1_a_session_is_good_only_if_the_server_knows_it() {
        Browser ann = lab.loggedIn("ann");
        String id = id(ann);
        String almost = id.substring(0, 42) + (id.endsWith("A") ? "B" : "A");
        for (String invented :
                List.of("", "ann", "x".repeat(43), almost, id.substring(1), id + "A", "{\"user\":\"ann\"}")) {
            expectStranger(invented);
        }
        ann.get("/me").expect(200);
        lab.database().execute(tx -> tx.update("DELETE FROM sessions"));
        ann.get("/me").expectRedirect("/login");
    }

    @Test
    void v7_2_2_each_log_in_has_a_token_of_its_own_and_no_fixed_key_makes_a_session() {
        Browser ann = lab.loggedIn("ann");
        Browser again = lab.browser();
        again.logIn("ann", Lab.PASSWORD).expect(303);
        assertNotEquals(id(ann), id(again));
        Program program = lab.program().logIn("ann");
        assertNotEquals(program.accessToken(), lab.program().logIn("ann").accessToken());
        String key = program.post("/api/keys", "name", "k", "scope", "write")
                .expect(201)
                .at("/key");
        for (String token : List.of(key, program.accessToken(), program.refreshToken())) {
            expectStranger(token);
            lab.browser().get("/me", "X-API-KEY", token).expectRedirect("/login");
            lab.browser().get("/me", "Authorization", "Bearer " + token).expectRedirect("/login");
        }
    }

    @Test
    void v7_2_3_the_id_of_a_session_is_made_of_256_random_bits() {
        Browser ann = lab.signedUp("ann");
        Set<String> ids = new HashSet<>();
        var everSet = new BitSet(BITS);
        var everClear = new BitSet(BITS);
        for (int i = 0; i < SAMPLES; i++) {
            ann.logIn("ann", Lab.PASSWORD).expect(303);
            ids.add(id(ann));
            byte[] bytes = Base64.getUrlDecoder().decode(id(ann));
            assertEquals(BITS / 8, bytes.length);
            BitSet bits = BitSet.valueOf(bytes);
            everSet.or(bits);
            bits.flip(0, BITS);
            everClear.or(bits);
        }
        assertEquals(SAMPLES, ids.size());
        assertEquals(BITS, everSet.cardinality(), "no bit is always 0");
        assertEquals(BITS, everClear.cardinality(), "no bit is always 1");
    }

    @Test
    void v7_2_4_whoever_logs_in_or_proves_the_password_again_gets_a_new_session_id_and_the_old_one_is_dead() {
        Browser ann = lab.loggedIn("ann");
        expectAnotherId(ann, () -> ann.logIn("ann", Lab.PASSWORD).expect(303));
        expectAnotherId(
                ann,
                () -> ann.post("/account/prove", "sudo_password", Lab.PASSWORD).expect(303));
        lab.clock.pass(Duration.ofMinutes(10));
        expectAnotherId(
                ann,
                () -> ann.post("/account/keys", "name", "k", "scope", "read", "sudo_password", Lab.PASSWORD)
                        .expect(200));
        expectAnotherId(
                ann,
                () -> ann.post("/account/email", "current_password", Lab.PASSWORD, "email", "ann@example.org")
                        .expect(303));
        expectAnotherId(
                ann,
                () -> ann.post("/account/password", "current_password", Lab.PASSWORD, "password", "another sentence")
                        .expect(303));
        assertTrue(ann.get("/account/keys").expect(200).text().contains("Log out"));
    }

    private void expectAnotherId(Browser browser, Runnable proof) {
        String before = id(browser);
        proof.run();
        assertNotEquals(before, id(browser));
        expectStranger(before);
        browser.get("/me").expect(200);
    }

    private void expectStranger(String id) {
        lab.browser().get("/me", "Cookie", "whoami=" + id).expectRedirect("/login");
    }

    private static String id(Browser browser) {
        return browser.sessionId().orElseThrow();
    }
}
