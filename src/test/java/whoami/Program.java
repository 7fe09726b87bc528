package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;

/** A program that talks to the API. It keeps the tokens of its last log-in or refresh. */
public final class Program {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private String accessToken;
    private String refreshToken;

    Program(int port) {
        this.address = "http://localhost:" + port;
    }

    /** The same program, with the same tokens, where another node answers. */
    Program at(int port) {
        return new Program(port).with(accessToken, refreshToken);
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** @param members names and values in turn, of the JSON object to send */
    public Reply post(String path, Object... members) {
        return send("POST", path, json(members));
    }

    public Reply patch(String path, Object... members) {
        return send("PATCH", path, json(members));
    }

    public Reply put(String path) {
        return send("PUT", path, null);
    }

    /** Writes a post, and tells its id. */
    public String write(String text) {
        return post("/api/posts", "text", text).expect(201).at("/id");
    }

    public Reply delete(String path, Object... members) {
        return send("DELETE", path, members.length == 0 ? null : json(members));
    }

    /** @param body as it is, or null for none */
    public Reply send(String method, String path, String body, String... headers) {
        HttpResponse<String> response = exchange(method, path, body, headers);
        Contract.check(method, path, response);
        return new Reply(response);
    }

    /** Without holding the answer against the contract, which takes longer than the answer. */
    public void quickly(String method, String path, String body) {
        assertEquals(2, exchange(method, path, body).statusCode() / 100);
    }

    private HttpResponse<String> exchange(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address + path));
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        if (accessToken != null) {
            request.setHeader("Authorization", "Bearer " + accessToken);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Program register(String username) {
        post("/api/auth/register", "username", username, "password", Lab.PASSWORD)
                .expect(201);
        return this;
    }

    public Program logIn(String username) {
        return keep(post("/api/auth/login", "username", username, "password", Lab.PASSWORD));
    }

    public Program refresh() {
        return keep(post("/api/auth/refresh", "refresh_token", refreshToken));
    }

    public Program keep(Reply tokens) {
        JsonNode json = tokens.expect(200).json();
        return with(json.get("access_token").asText(), json.get("refresh_token").asText());
    }

    public Program with(String newAccessToken, String newRefreshToken) {
        accessToken = newAccessToken;
        refreshToken = newRefreshToken;
        return this;
    }

    public String accessToken() {
        return accessToken;
    }

    public String refreshToken() {
        return refreshToken;
    }

    public static String json(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            object.put((String) members[i], members[i + 1]);
        }
        try {
            return MAPPER.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public record Reply(HttpResponse<String> response) {
        public Reply expect(int status) {
            assertEquals(status, response.statusCode(), response.body());
            return this;
        }

        public int status() {
            return response.statusCode();
        }

        public String body() {
            return response.body();
        }

        /** @return the header, or an empty text */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            try {
                return response.body().isEmpty() ? MissingNode.getInstance() : MAPPER.readTree(response.body());
            } catch (JsonProcessingException e) {
                throw new AssertionError(response.body(), e);
            }
        }

        /** The value at a path such as {@code /user/username}, as a text. */
        public String at(String path) {
            return json().at(path).asText();
        }

        /** The reason for a wrong member. */
        public String error(String member) {
            return at("/errors/" + member);
        }
    }
}
