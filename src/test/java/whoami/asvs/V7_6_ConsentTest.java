package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;

@Tag("asvs")
class V7_6_ConsentTest {
    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @Test
    void v7_6_2_a_session_begins_only_where_somebody_has_typed_their_password_into_the_form_for_it() {
        lab.browser().signUp("ann", Lab.PASSWORD, "ann@example.org").expect(303);
        String confirm = lab.link("ann@example.org");
        lab.browser().get(confirm).expect(200);
        lab.browser().post(confirm).expect(303);
        lab.browser()
                .post(PasswordDoors.resetLink(lab, "ann@example.org"), "password", Lab.PASSWORD)
                .expect(303);
        Answers.toStranger(lab).forEach(answer -> assertEquals("", answer.header("Set-Cookie"), answer.request()));
        assertEquals(0, lab.rows("sessions"));
        String[] elsewhere = {"Origin", "https://evil.example"};
        lab.browser()
                .post(elsewhere, "/login", "username", "ann", "password", Lab.PASSWORD)
                .expect(403);
        assertEquals(0, lab.rows("sessions"));
        assertNotNull(lab.browser().logIn("ann", Lab.PASSWORD).expect(303).header("Set-Cookie"));
        assertEquals(1, lab.rows("sessions"));
    }
}
