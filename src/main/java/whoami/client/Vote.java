package whoami.client;

import com.fasterxml.jackson.databind.JsonNode;

/** What somebody thinks of a post. */
enum Vote {
    LIKE(Kind.LIKE, "PUT", "like"),
    DISLIKE(Kind.DISLIKE, "PUT", "dislike"),
    NONE(Kind.TAKE_BACK, "DELETE", "vote");

    final Kind kind;
    final String method;
    final String path;

    Vote(Kind kind, String method, String path) {
        this.kind = kind;
        this.method = method;
        this.path = path;
    }

    /** Whether that is what the server shows as one's own vote. */
    boolean isMine(JsonNode post) {
        return post.path("my_vote").asText("").equals(this == NONE ? "" : path);
    }
}
