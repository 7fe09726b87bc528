package whoami.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;

class ThrottleOffTest {
    @RegisterExtension
    final Lab lab = new Lab("THROTTLE", "off");

    @Test
    void where_it_is_off_nobody_waits() {
        lab.signedUp("ann");
        for (int i = 0; i < 10; i++) {
            lab.browser().logIn("ann", "wrong").expect(401);
        }
        lab.browser().logIn("ann", Lab.PASSWORD).expect(303);
    }
}
