package whoami.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/** What a log-in or a refresh has yielded. */
record Tokens(String access, String refresh, Instant expiresAt) {
    /** A call may take so long to arrive. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    static Tokens of(JsonNode json) {
        return new Tokens(
                json.required("access_token").asText(),
                json.required("refresh_token").asText(),
                Instant.now().plusSeconds(json.required("expires_in").asLong()));
    }

    boolean expireSoon() {
        return Instant.now().isAfter(expiresAt.minus(MARGIN));
    }

    /** Tokens are no text to print. */
    @Override
    public String toString() {
        return "tokens until " + expiresAt;
    }
}
