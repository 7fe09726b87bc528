package whoami.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.Program;
import whoami.Program.Reply;

class KeyApiTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void a_key_is_told_once_and_works_in_its_own_header_and_as_a_bearer_token() {
        Program ann = lab.programOf("ann");
        Reply made = ann.post("/api/keys", "name", "backup", "scope", "read").expect(201);
        String key = made.at("/key");
        assertTrue(key.matches("whoami_[A-Za-z0-9_-]{43}"), key);
        assertFalse(ann.get("/api/keys").body().contains(key));
        for (Reply me : new Reply[] {
            lab.program().get("/api/me", "X-API-KEY", key),
            lab.program().get("/api/me", "Authorization", "bearer " + key)
        }) {
            assertEquals("ann", me.expect(200).at("/user/username"));
            assertEquals("api_key", me.at("/method"));
            assertEquals("read", me.at("/scope"));
        }
        assertEquals(
                0,
                lab.database()
                        .read(tx -> tx.list(row -> 1, "SELECT 1 FROM api_keys WHERE key_hash = ?", key))
                        .size());
    }

    @Test
    void a_key_makes_no_keys_and_changes_nothing_that_opens_the_account() {
        Program ann = lab.programOf("ann");
        String key = ann.post("/api/keys", "name", "all", "scope", "write")
                .expect(201)
                .at("/key");
        Program stolen = lab.program().with(key, "");
        assertEquals("read write", stolen.get("/api/me").expect(200).at("/scope"));
        for (Reply reply : new Reply[] {
            stolen.post("/api/keys", "name", "more", "scope", "read"),
            stolen.get("/api/keys"),
            stolen.patch("/api/users/ann", "password", "a wholly different sentence", "current_password", Lab.PASSWORD),
            stolen.patch("/api/users/ann", "username", "eve"),
            stolen.delete("/api/users/ann", "current_password", Lab.PASSWORD),
            stolen.post("/api/auth/logout")
        }) {
            assertEquals(
                    "Bearer error=\"insufficient_scope\", scope=\"account\"",
                    reply.expect(403).header("WWW-Authenticate"));
        }
    }

    @Test
    void a_key_that_may_write_changes_what_opens_nothing_and_one_that_may_read_does_not() {
        Program ann = lab.programOf("ann");
        String write = ann.post("/api/keys", "name", "w", "scope", "write").at("/key");
        String read = ann.post("/api/keys", "name", "r", "scope", "read").at("/key");
        assertEquals(
                "Ann",
                lab.program()
                        .with(write, "")
                        .patch("/api/users/ann", "name", "Ann")
                        .expect(200)
                        .at("/name"));
        Reply refused = lab.program()
                .with(read, "")
                .patch("/api/users/ann", "name", "Eve")
                .expect(403);
        assertEquals("Bearer error=\"insufficient_scope\", scope=\"write\"", refused.header("WWW-Authenticate"));
    }

    @Test
    void a_revoked_key_is_refused_on_the_next_request_and_nobody_revokes_anothers() {
        Program ann = lab.programOf("ann");
        Reply made = ann.post("/api/keys", "name", "k", "scope", "read").expect(201);
        lab.programOf("bob").delete("/api/keys/" + made.at("/id")).expect(404);
        lab.program().get("/api/me", "X-API-KEY", made.at("/key")).expect(200);
        ann.delete("/api/keys/" + made.at("/id")).expect(204);
        Reply refused =
                lab.program().get("/api/me", "X-API-KEY", made.at("/key")).expect(401);
        assertEquals("Bearer error=\"invalid_token\"", refused.header("WWW-Authenticate"));
        ann.delete("/api/keys/" + made.at("/id")).expect(404);
    }

    @Test
    void a_key_expires_when_it_is_told_to_and_says_when_it_was_used() {
        Program ann = lab.programOf("ann");
        Reply made = ann.post("/api/keys", "name", "k", "scope", "read", "expires_in_days", 2)
                .expect(201);
        assertEquals("2026-11-22T12:00:00Z", made.at("/expires_at"));
        assertTrue(made.json().get("last_used_at").isNull());
        Program user = lab.program().with(made.at("/key"), "");
        user.get("/api/me").expect(200);
        lab.clock.pass(Duration.ofSeconds(59));
        user.get("/api/me").expect(200);
        assertEquals("2026-11-20T12:00:00Z", ann.get("/api/keys").at("/items/0/last_used_at"), "to the minute");
        lab.clock.pass(Duration.ofDays(2));
        user.get("/api/me").expect(401);
    }

    @Test
    void what_makes_no_sense_is_refused() {
        Program ann = lab.programOf("ann");
        Reply nothing = ann.post("/api/keys").expect(422);
        assertEquals("This is missing.", nothing.error("name"));
        assertEquals("This is missing.", nothing.error("scope"));
        assertEquals(
                "This must be read or write.",
                ann.post("/api/keys", "name", "k", "scope", "all").expect(422).error("scope"));
        ann.post("/api/keys", "name", " ", "scope", "read").expect(422);
        ann.post("/api/keys", "name", "x".repeat(101), "scope", "read").expect(422);
        for (Object days : new Object[] {0, -1, 4000, 1.5, "1", true}) {
            assertFalse(ann.post("/api/keys", "name", "k", "scope", "read", "expires_in_days", days)
                    .expect(422)
                    .error("expires_in_days")
                    .isEmpty());
        }
        for (int i = 0; i < 50; i++) {
            ann.post("/api/keys", "name", "k" + i, "scope", "read").expect(201);
        }
        assertTrue(ann.post("/api/keys", "name", "k", "scope", "read")
                .expect(422)
                .error("name")
                .contains("50 keys"));
    }
}
