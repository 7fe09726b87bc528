package whoami.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import whoami.Problem;

class PostTextFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void what_is_kept_of_a_post_is_kept_as_it_is_when_it_is_sent_again(byte[] data) {
        try {
            String kept = PostText.checked(new String(data, StandardCharsets.UTF_8));
            assertEquals(kept, PostText.checked(kept));
        } catch (Problem refused) {
            assertEquals(Problem.Kind.INVALID, refused.kind());
        }
    }
}
