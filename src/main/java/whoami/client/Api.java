package whoami.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The calls of the public API that a user's life is made of. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Plan plan;
    private final Calls calls;

    Api(Plan plan, Calls calls) {
        this.plan = plan;
        this.calls = calls;
    }

    CompletableFuture<Answer> signUp(String username, String name, String password) {
        return calls.send(
                Kind.SIGN_UP,
                to("/api/auth/register").POST(json(Map.of("username", username, "name", name, "password", password))));
    }

    CompletableFuture<Answer> logIn(String username, String password) {
        return calls.send(
                Kind.LOG_IN, to("/api/auth/login").POST(json(Map.of("username", username, "password", password))));
    }

    CompletableFuture<Answer> refresh(String refreshToken) {
        return calls.send(Kind.REFRESH, to("/api/auth/refresh").POST(json(Map.of("refresh_token", refreshToken))));
    }

    CompletableFuture<Answer> logOut(String token) {
        return calls.send(Kind.LOG_OUT, by(token, "/api/auth/logout").POST(BodyPublishers.noBody()));
    }

    CompletableFuture<Answer> post(String token, String text) {
        return calls.send(Kind.POST, by(token, "/api/posts").POST(json(Map.of("text", text))));
    }

    /** @param after the post where the last page ended, or null for the newest */
    CompletableFuture<Answer> feed(String token, int limit, String after) {
        return calls.send(Kind.FEED, by(token, "/api/posts?limit=" + limit + query("after", after)));
    }

    CompletableFuture<Answer> feedOf(String token, String author, int limit, String after) {
        return calls.send(
                Kind.FEED, by(token, "/api/posts?limit=" + limit + query("author", author) + query("after", after)));
    }

    CompletableFuture<Answer> vote(String token, String postId, Vote vote) {
        return calls.send(
                vote.kind,
                by(token, "/api/posts/" + postId + "/" + vote.path).method(vote.method, BodyPublishers.noBody()));
    }

    CompletableFuture<Answer> delete(String token, String username, String password) {
        return calls.send(
                Kind.DELETE,
                by(token, "/api/users/" + username).method("DELETE", json(Map.of("current_password", password))));
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(plan.at(path)).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder by(String token, String path) {
        return to(path).header("Authorization", "Bearer " + token);
    }

    private static String query(String name, String value) {
        return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static BodyPublisher json(Map<String, String> members) {
        try {
            return BodyPublishers.ofString(JSON.writeValueAsString(members));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
