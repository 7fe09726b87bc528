package whoami.asvs;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V8_3_ImmediateTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void v8_3_2_a_role_or_a_log_in_or_a_key_that_is_taken_away_is_gone_on_the_next_request() {
        Program bob = adminBob();
        lab.signedUp("ann");
        Browser ann = lab.browser();
        ann.logIn("ann", Lab.PASSWORD).expect(303);
        Program program = lab.program().logIn("ann");
        String key = program.post("/api/keys", "name", "k", "scope", "write")
                .expect(201)
                .at("/key");
        program.get("/api/me").expect(200);
        lab.program().get("/api/me", "X-API-KEY", key).expect(200);

        program.delete("/api/keys/" + program.get("/api/keys").at("/items/0/id"))
                .expect(204);
        lab.program().get("/api/me", "X-API-KEY", key).expect(401);
        bob.send("POST", "/api/users/ann/disable", null).expect(204);
        program.get("/api/me").expect(401);
        ann.get("/me").expect(303);

        bob.send("POST", "/api/users/ann/enable", null).expect(204);
        // the same token as before, which still says that bob is an admin
        bob.patch("/api/users/bob", "role", "user").expect(200);
        bob.send("POST", "/api/users/ann/disable", null).expect(403);
        bob.get("/api/me").expect(200);
    }

    private Program adminBob() {
        lab.program().register("bob");
        lab.promote("bob");
        return lab.program().logIn("bob");
    }
}
