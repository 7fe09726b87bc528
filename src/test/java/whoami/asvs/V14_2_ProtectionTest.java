package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Access;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V14_2_ProtectionTest {
    /** The links of letters, whose token is for one use. */
    private static final Set<String> LINKS = Set.of("/confirm/{token}", "/reset/{token}", "/restore/{token}");

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @Test
    void v14_2_1_no_password_session_token_or_key_is_sent_in_an_address_and_none_is_taken_from_one() {
        for (Document page : new PasswordDoors(lab).pages()) {
            for (Element form : page.select("form:has(input)")) {
                assertEquals("post", form.attr("method"), form.toString());
            }
        }
        Browser ann = lab.loggedIn("ann");
        Program program = lab.program().logIn("ann");
        String key = program.post("/api/keys", "name", "k", "scope", "write")
                .expect(201)
                .at("/key");
        String session = ann.sessionId().orElseThrow();
        for (String secret : List.of(key, program.accessToken(), program.refreshToken(), session)) {
            for (String name : List.of("access_token", "api_key", "X-API-KEY", "token", "whoami", "refresh_token")) {
                lab.program().get("/api/me?" + name + "=" + secret).expect(401);
                lab.browser().get("/me?" + name + "=" + secret).expect(303);
            }
            lab.browser().get("/me;whoami=" + secret).expect(404);
            lab.browser().get("/me;jsessionid=" + secret).expect(404);
        }
        lab.browser().post("/login?username=ann&password=correct+horse+battery").expect(401);
        lab.browser().get("/login?username=ann&password=correct+horse+battery").expect(200);

        List<String> addresses = Answers.looking(lab, Access.ANYONE, Access.USER, Access.RECENT_USER)
                .map(request -> ann.get(request.replace("GET ", "")))
                .flatMap(answer -> answer.page().select("[href], [src], [action]").stream())
                .map(element -> element.attr("href") + element.attr("src") + element.attr("action"))
                .toList();
        assertTrue(addresses.size() > 50, addresses.toString());
        addresses.forEach(address -> assertFalse(address.contains(session) || address.contains(";"), address));
        assertEquals(
                LINKS,
                Set.copyOf(Answers.endpoints(lab)
                        .map(endpoint -> endpoint.path)
                        .filter(path -> path.contains("{token}"))
                        .toList()));
    }
}
