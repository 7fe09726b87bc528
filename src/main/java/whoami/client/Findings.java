package whoami.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with the server: each different finding once, with how often it was made. */
final class Findings {
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    synchronized void note(String finding) {
        counts.merge(finding, 1, Integer::sum);
    }

    /** One that was lost is no finding: that it is not known is known. */
    void expectSuccess(Answer answer) {
        if (!answer.succeeded() && !answer.isLost()) {
            note("unexpected answer: " + answer);
        }
    }

    /** The answer to a vote shows that very vote: nobody else can change it. */
    void expectMine(Vote vote, JsonNode post, String username) {
        if (!vote.isMine(post)) {
            note("post " + post.path("id").asText() + ": " + username + " was told that this was taken: "
                    + vote.kind.inWords + "; and that my_vote is " + post.path("my_vote"));
        }
    }

    synchronized List<String> lines() {
        return counts.entrySet().stream()
                .map(found -> found.getKey() + (found.getValue() == 1 ? "" : " (" + found.getValue() + " times)"))
                .toList();
    }
}
