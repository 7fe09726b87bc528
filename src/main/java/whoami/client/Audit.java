package whoami.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Compares what the server shows with what it had acknowledged. */
final class Audit {
    private static final int PAGE = 100;

    private final Person reader;
    private final Api api;
    private final Books books;
    private final Findings findings;
    private final AtomicInteger recovered = new AtomicInteger();

    Audit(Person reader, Api api, Books books, Findings findings) {
        this.reader = reader;
        this.api = api;
        this.books = books;
        this.findings = findings;
    }

    /** All posts of one user. */
    CompletableFuture<Void> check(String author) {
        return read(author, null, new LinkedHashMap<>()).thenAccept(shown -> compare(author, shown));
    }

    /** Posts that are there, and whose answer was lost. */
    int recovered() {
        return recovered.get();
    }

    private CompletableFuture<Map<String, JsonNode>> read(String author, String after, Map<String, JsonNode> shown) {
        return reader.send(token -> api.feedOf(token, author, PAGE, after)).thenCompose(answer -> {
            if (!answer.succeeded()) {
                throw new Unexpected(answer);
            }
            int before = shown.size();
            answer.json().path("items").forEach(post -> add(shown, post));
            String next = answer.json().path("next").asText(null);
            // a server that goes around in circles shows nothing new
            return next == null || shown.size() == before
                    ? CompletableFuture.completedFuture(shown)
                    : read(author, next, shown);
        });
    }

    private void add(Map<String, JsonNode> shown, JsonNode post) {
        if (shown.put(post.path("id").asText(), post) != null) {
            findings.note(name(post) + " is listed twice");
        }
    }

    private void compare(String author, Map<String, JsonNode> shown) {
        for (Books.Post post : books.postsOf(author)) {
            JsonNode found = shown.remove(post.id());
            if (found == null) {
                findings.note("post " + post.id() + " of " + author + " was acknowledged, and is not there");
            } else {
                compareText(post, found);
                compareCounters(found);
            }
        }
        explain(author, shown);
    }

    private void compareText(Books.Post post, JsonNode found) {
        if (!post.text().equals(found.path("text").asText())) {
            findings.note(name(found) + " does not say what was acknowledged");
        }
    }

    private void compareCounters(JsonNode found) {
        compareCounter(found, "likes", Vote.LIKE);
        compareCounter(found, "dislikes", Vote.DISLIKE);
    }

    private void compareCounter(JsonNode found, String counter, Vote vote) {
        Books.Range expected = books.count(found.path("id").asText(), vote);
        int seen = found.path(counter).asInt(-1);
        if (!expected.contains(seen)) {
            findings.note(name(found) + " has " + seen + " " + counter + ", and " + expected + " were acknowledged"
                    + (seen > expected.most() ? " (or somebody else has voted)" : ""));
        }
    }

    /** What is there and was never acknowledged can only be what an answer was lost of, and not more often than that. */
    private void explain(String author, Map<String, JsonNode> unacknowledged) {
        Map<Books.Draft, Integer> found = new HashMap<>();
        for (JsonNode post : unacknowledged.values()) {
            var draft = new Books.Draft(author, post.path("text").asText());
            if (found.merge(draft, 1, Integer::sum) > books.doubts(draft)) {
                findings.note(name(post) + " is there, and was never acknowledged");
            } else {
                recovered.incrementAndGet();
                compareCounters(post);
            }
        }
    }

    private static String name(JsonNode post) {
        return "post " + post.path("id").asText() + " of " + post.path("author").asText();
    }
}
