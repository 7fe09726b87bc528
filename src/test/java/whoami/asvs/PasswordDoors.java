package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jsoup.nodes.Document;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

/** Every way by which somebody can give themselves a password. */
final class PasswordDoors {
    private static final String MAILBOX = "quinn@example.net";

    /** What is said to somebody who wants a password, or an empty text if they have it now. */
    private interface Door {
        String refusal(String password);
    }

    private final Lab lab;
    private final Browser quinn;
    private final String resetLink;
    private final String restoreLink;
    private final List<Door> doors;

    /** @param lab with a mail server */
    PasswordDoors(Lab lab) {
        this.lab = lab;
        this.quinn = lab.confirmed("quinn", MAILBOX);
        Program program = lab.program().logIn("quinn");
        this.resetLink = resetLink(lab, MAILBOX);
        this.restoreLink = restoreLink(lab);
        String token = resetLink.replace("/reset/", "");
        this.doors = List.of(
                password -> lab.browser().signUp("newcomer", password).error("password"),
                password -> lab.program()
                        .post("/api/auth/register", "username", "newcomer", "password", password)
                        .error("password"),
                password -> quinn.post("/account/password", "current_password", Lab.PASSWORD, "password", password)
                        .error("password"),
                password -> program.patch("/api/users/quinn", "current_password", Lab.PASSWORD, "password", password)
                        .error("password"),
                password -> lab.browser().post(resetLink, "password", password).error("password"),
                password -> lab.program()
                        .post("/api/auth/reset", "token", token, "password", password)
                        .error("password"),
                password ->
                        lab.browser().post(restoreLink, "password", password).error("password"));
    }

    /** @param why some words of the reason */
    void expectRefusal(String password, String why) {
        for (Door door : doors) {
            String reason = door.refusal(password);
            assertTrue(reason.contains(why), "door " + doors.indexOf(door) + ", " + password + ": " + reason);
        }
    }

    /** All pages that ask for a password. */
    List<Document> pages() {
        Browser again = lab.browser();
        return List.of(
                again.get("/signup").page(),
                again.get("/login").page(),
                again.get("/confirm").page(),
                again.get(resetLink).page(),
                again.get(restoreLink).page(),
                quinn.get("/account").page(),
                quinn.get("/account/prove").page());
    }

    static String resetLink(Lab lab, String mailbox) {
        lab.browser().post("/forgot", "username", mailbox).expect(303);
        lab.deliver();
        return lab.link(mailbox);
    }

    private static String restoreLink(Lab lab) {
        lab.confirmed("rita", "rita@example.net")
                .post("/account/delete", "username", "rita", "current_password", Lab.PASSWORD)
                .expect(303);
        return lab.link("rita@example.net");
    }
}
