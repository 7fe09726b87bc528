package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Browser;
import whoami.Browser.Answer;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V16_5_FailureTest {
    private static final String ANOTHER = "a wholly different sentence";

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void v16_5_3_what_fails_in_the_middle_is_not_done_at_all_and_lets_nobody_in() {
        Browser ann = lab.loggedIn("ann");
        Program program = lab.program().logIn("ann");
        lab.refuse("INSERT ON events", "1 = 1", "looked up too early");
        Answer logIn = lab.browser().logIn("ann", Lab.PASSWORD).expect(500);
        assertNull(logIn.header("Set-Cookie"));
        assertFalse(logIn.body().contains("looked up too early"), logIn.body());
        lab.browser().signUp("bob", Lab.PASSWORD).expect(500);
        lab.program()
                .post("/api/auth/login", "username", "ann", "password", Lab.PASSWORD)
                .expect(500);
        ann.post("/account/password", "current_password", Lab.PASSWORD, "password", ANOTHER)
                .expect(500);
        program.delete("/api/users/ann", "current_password", Lab.PASSWORD).expect(500);
        lab.refuseNoMore("events");
        assertEquals(1, lab.rows("sessions"));
        assertEquals(1, lab.rows("grants"));
        assertEquals(1, lab.rows("users"));
        lab.browser().logIn("ann", Lab.PASSWORD).expectRedirect("/me");
        lab.browser().logIn("ann", ANOTHER).expect(401);

        lab.database().execute(tx -> tx.update("ALTER TABLE sessions RENAME TO gone"));
        Answer me = ann.get("/me").expect(500);
        assertFalse(me.text().contains("ann"), me.text());
        ann.post("/posts", "text", "who wrote this?").expect(500);
        lab.database().execute(tx -> tx.update("ALTER TABLE gone RENAME TO sessions"));
        ann.get("/me").expect(200);
        assertEquals(0, lab.rows("posts"));
    }
}
