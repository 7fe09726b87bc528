package whoami.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** A server as its clients see it. Nothing is sent twice: who gets no answer does not know what was done. */
record Site(HttpClient client, String address) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Site at(int port) {
        return new Site(HttpClient.newBuilder().connectTimeout(PATIENCE).build(), "http://127.0.0.1:" + port);
    }

    /** @param credential a header and its value, or nothing */
    Reply get(String path, String... credential) throws IOException, InterruptedException {
        return send(request(path, credential).GET());
    }

    Reply form(String path, String fields, String... credential) throws IOException, InterruptedException {
        return send(request(path, credential)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields.replace(' ', '+'))));
    }

    Reply json(String method, String path, Map<String, String> members, String... credential)
            throws IOException, InterruptedException {
        try {
            return send(request(path, credential)
                    .header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(MAPPER.writeValueAsString(members))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path, String... credential) {
        var request = HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE);
        return credential.length == 0 ? request : request.headers(credential);
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response);
    }

    record Reply(int status, HttpResponse<String> response) {
        String at(String member) {
            try {
                JsonNode value = MAPPER.readTree(response.body()).path(member);
                return value.asText();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The cookie that was set, as it is sent back. */
        String[] cookie() {
            String set = response.headers().firstValue("Set-Cookie").orElseThrow();
            return new String[] {"Cookie", set.substring(0, set.indexOf(';'))};
        }

        String[] bearer() {
            return new String[] {"Authorization", "Bearer " + at("access_token")};
        }
    }
}
