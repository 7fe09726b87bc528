package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Access;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;
import whoami.asvs.Answers.Answer;

@Tag("asvs")
class V14_3_CachingTest {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void v14_3_2_nothing_of_somebodys_is_kept_by_a_browser() {
        Browser ann = lab.loggedIn("ann");
        Program program = lab.program().logIn("ann");
        Stream<Answer> pages = Answers.looking(lab, Access.USER, Access.RECENT_USER, Access.LINK_HOLDER)
                .map(request -> to(request, "Cookie: whoami=" + ann.sessionId().orElseThrow()));
        Stream<Answer> api = Answers.looking(lab, Access.READER, Access.OWNER)
                .map(request -> to(request, "Authorization: Bearer " + program.accessToken()));
        List<Answer> all = Stream.concat(pages, api).toList();
        assertTrue(all.stream().filter(answer -> answer.status() == 200).count() > 10);
        all.forEach(answer -> assertEquals("no-store", answer.header("Cache-Control"), answer.request()));
        assertEquals("no-store", ann.logIn("ann", Lab.PASSWORD).header("Cache-Control"));
        var tokens = program.post("/api/auth/refresh", "refresh_token", program.refreshToken())
                .expect(200);
        assertEquals("no-store", tokens.header("Cache-Control"));
    }

    private Answer to(String request, String header) {
        return Answer.to(lab, request, header);
    }
}
