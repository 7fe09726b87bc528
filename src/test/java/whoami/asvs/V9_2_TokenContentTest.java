package whoami.asvs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.nimbusds.jose.JOSEObjectType;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.Program;

@Tag("asvs")
class V9_2_TokenContentTest {
    @RegisterExtension
    final Lab lab = new Lab();

    private Program ann;
    private Forgery forgery;

    @BeforeEach
    void logIn() {
        ann = lab.programOf("ann");
        forgery = Forgery.of(lab, ann);
        forgery.expectTaken(forgery.claiming(claims -> claims));
    }

    @Test
    void v9_2_1_a_token_is_taken_in_its_time_and_neither_before_nor_after() {
        Instant now = lab.clock.instant();
        forgery.expectRefused(forgery.claiming(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(60)))));
        forgery.expectTaken(forgery.claiming(claims -> claims.notBeforeTime(Date.from(now))));
        forgery.expectRefused(forgery.claiming(claims -> claims.expirationTime(Date.from(now))));
        forgery.expectRefused(forgery.claiming(claims -> claims.expirationTime(null)));
        lab.clock.pass(Duration.ofMinutes(10).minusSeconds(1));
        ann.get("/api/me").expect(200);
        lab.clock.pass(Duration.ofSeconds(1));
        ann.get("/api/me").expect(401);
    }

    @Test
    void v9_2_2_only_what_says_that_it_is_an_access_token_is_taken_for_one() {
        for (JOSEObjectType type : List.of(JOSEObjectType.JWT, new JOSEObjectType("id+jwt"), JOSEObjectType.JOSE)) {
            forgery.expectRefused(
                    forgery.signed(forgery.ours(), forgery.header().type(type), forgery.claims()));
        }
        forgery.expectRefused(forgery.signed(forgery.ours(), forgery.header().type(null), forgery.claims()));
        forgery.expectRefused(ann.refreshToken());
        ann.post("/api/auth/refresh", "refresh_token", ann.accessToken()).expect(401);
    }

    @Test
    void v9_2_3_only_a_token_for_this_api_and_from_this_site_is_taken() {
        forgery.expectRefused(forgery.claiming(claims -> claims.audience("another-api")));
        forgery.expectRefused(forgery.claiming(claims -> claims.audience((String) null)));
        forgery.expectRefused(forgery.claiming(claims -> claims.issuer("https://evil.example")));
        forgery.expectRefused(forgery.claiming(claims -> claims.issuer(null)));
    }

    @Test
    void v9_2_4_each_token_says_that_it_is_for_this_api_of_this_site_and_for_no_other() {
        for (Program program :
                List.of(ann, lab.programOf("bob"), lab.program().logIn("ann").refresh())) {
            var claims = Forgery.of(lab, program).claims();
            assertEquals(List.of("whoami-api"), claims.getAudience());
            assertEquals("http://localhost:0", claims.getIssuer());
        }
    }
}
