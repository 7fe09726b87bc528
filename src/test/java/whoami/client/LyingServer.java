package whoami.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The API in memory: honest, but for the lies it is told to tell. */
final class LyingServer implements AutoCloseable {
    enum Lie {
        /** Of a post's votes, one is not counted. */
        DROPS_VOTE,
        FORGETS_POST,
        DOUBLES_POST,
        CHANGES_TEXT,
        LISTS_TWICE,
        /** My vote is shown as none, to a vote that was taken. */
        DENIES_VOTE,
        /** A vote is not taken, and the answer is 500. */
        FAILS,
        /** No lie, but what a client has to live with: what is asked for is done, and the answer lost, or neither. */
        LOSES_ANSWER,
        LOSES_CALL,
        SAYS_TOO_MANY,
        SAYS_UNAVAILABLE,
        SAYS_CLOSED,
        SAYS_CROWDED
    }

    record Call(long nanos, String method, String path, int status) {}

    private record Post(String id, String author, String text, Map<String, String> votes) {}

    private record Reply(int status, Map<String, Object> json) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 7;

    private final Map<Lie, Integer> lies = new EnumMap<>(Lie.class);
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private final List<Post> posts = new ArrayList<>();
    private final Set<String> dropped = new HashSet<>();
    private final List<Call> calls = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private int losable;

    LyingServer() {
        // its answers come in two pieces, and the second would wait for the first to be acknowledged
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** So many times, as soon as there is an occasion. */
    synchronized LyingServer tells(Lie lie, int times) {
        lies.put(lie, times);
        return this;
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    synchronized List<String> users() {
        return passwords.keySet().stream().sorted().toList();
    }

    synchronized List<String> passwords() {
        return List.copyOf(passwords.values());
    }

    synchronized List<String> texts() {
        return posts.stream()
                .map(post -> post.author + ": " + post.text)
                .sorted()
                .toList();
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Whether a lie is still to be told. */
    synchronized boolean owes(Lie lie) {
        return lies.getOrDefault(lie, 0) > 0;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Reply reply = answer(exchange, body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body));
        if (reply == null) {
            exchange.close();
            return;
        }
        byte[] bytes = reply.json.isEmpty() ? new byte[0] : json(reply.json);
        exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** @return null for a connection that is cut */
    private synchronized Reply answer(HttpExchange exchange, JsonNode body) {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        boolean signUp = path.endsWith("/register");
        boolean mayBeLost = signUp || path.endsWith("/refresh") || method.equals("PUT") || path.equals("/api/posts");
        // not each, as a client that is never answered waits longer and longer
        boolean unlucky = mayBeLost && ++losable % 3 == 0;
        if (unlucky && takes(Lie.LOSES_CALL)) {
            return null;
        }
        Reply reply = refuses(exchange, path);
        if (reply == null) {
            reply = route(exchange, method, path, body);
        }
        calls.add(new Call(System.nanoTime(), method, path, reply.status));
        return unlucky && takes(Lie.LOSES_ANSWER) ? null : reply;
    }

    private Reply refuses(HttpExchange exchange, String path) {
        if (path.equals("/api/posts") && takes(Lie.SAYS_TOO_MANY)) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            return new Reply(429, Map.of("detail", "Too many."));
        }
        if (path.endsWith("/register") && takes(Lie.SAYS_CROWDED)) {
            exchange.getResponseHeaders().set("Retry-After", "900");
            return new Reply(429, Map.of("detail", "Too many."));
        }
        if (path.endsWith("/login") && takes(Lie.SAYS_UNAVAILABLE)) {
            exchange.getResponseHeaders().set("Retry-After", "1");
            return new Reply(503, Map.of("detail", "Too busy."));
        }
        return null;
    }

    private Reply route(HttpExchange exchange, String method, String path, JsonNode body) {
        String[] part = path.substring(1).split("/");
        String user = user(exchange);
        if (path.equals("/health")) {
            return new Reply(200, Map.of("status", "OK"));
        }
        if (part[1].equals("auth") && !part[2].equals("logout")) {
            return authenticate(part[2], body);
        }
        if (user == null) {
            return new Reply(401, Map.of("detail", "Who are you?"));
        }
        return switch (method + " " + part[1]) {
            case "POST auth" -> logOut(exchange);
            case "DELETE users" -> delete(user, body);
            case "GET posts" -> list(exchange, user);
            case "POST posts" -> write(user, body.get("text").asText());
            default -> vote(user, part[2], part[3]);
        };
    }

    private Reply authenticate(String what, JsonNode body) {
        String username = body.path("username").asText();
        return switch (what) {
            case "register" -> signUp(username, body.path("password").asText());
            case "login" ->
                body.path("password").asText().equals(passwords.get(username))
                        ? tokens(username)
                        : new Reply(401, Map.of("detail", "No."));
            default -> refresh(body.path("refresh_token").asText());
        };
    }

    private Reply signUp(String username, String password) {
        if (takes(Lie.SAYS_CLOSED)) {
            return new Reply(403, Map.of("detail", "Nobody may sign up here."));
        }
        return passwords.putIfAbsent(username, password) == null
                ? new Reply(201, Map.of("username", username))
                : new Reply(409, Map.of("detail", "This name is taken."));
    }

    private Reply refresh(String token) {
        String username = tokens.get(token);
        return username == null ? new Reply(401, Map.of("detail", "Spent.")) : tokens(username);
    }

    private Reply tokens(String username) {
        String access = UUID.randomUUID().toString();
        String refresh = UUID.randomUUID().toString();
        tokens.put(access, username);
        tokens.put(refresh, username);
        return new Reply(200, Map.of("access_token", access, "refresh_token", refresh, "expires_in", 600));
    }

    private Reply logOut(HttpExchange exchange) {
        tokens.remove(token(exchange));
        return new Reply(204, Map.of());
    }

    private Reply delete(String user, JsonNode body) {
        if (!body.path("current_password").asText().equals(passwords.get(user))) {
            return new Reply(403, Map.of("detail", "No."));
        }
        passwords.remove(user);
        tokens.values().removeIf(user::equals);
        return new Reply(204, Map.of());
    }

    private Reply list(HttpExchange exchange, String reader) {
        String query = "&" + exchange.getRequestURI().getQuery();
        List<Post> found = posts.stream()
                .filter(post -> !query.contains("&author=") || query.contains("&author=" + post.author))
                .sorted((a, b) -> b.id.compareTo(a.id))
                .filter(post -> !query.contains("&after=") || post.id.compareTo(query.split("&after=")[1]) < 0)
                .toList();
        List<Map<String, Object>> items = new ArrayList<>(
                found.stream().limit(LIMIT).map(post -> json(post, reader)).toList());
        if (query.contains("&author=") && !items.isEmpty() && takes(Lie.LISTS_TWICE)) {
            items.add(items.get(0));
        }
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("items", items);
        page.put("next", found.size() <= LIMIT ? null : found.get(LIMIT - 1).id);
        return new Reply(200, page);
    }

    private Reply write(String author, String text) {
        var post = new Post(id(), author, text, new HashMap<>());
        if (!takes(Lie.FORGETS_POST)) {
            posts.add(takes(Lie.CHANGES_TEXT) ? new Post(post.id, author, "Buy!", post.votes) : post);
        }
        if (takes(Lie.DOUBLES_POST)) {
            posts.add(new Post(id(), author, text, new HashMap<>()));
        }
        return new Reply(201, json(post, author));
    }

    private String id() {
        return "%08d-0000-7000-8000-%012d".formatted(posts.size(), System.nanoTime() % 1_000_000_000_000L);
    }

    private Reply vote(String voter, String id, String vote) {
        Post post = posts.stream().filter(each -> each.id.equals(id)).findAny().orElse(null);
        if (takes(Lie.FAILS)) {
            return new Reply(500, Map.of("detail", "Something went wrong."));
        }
        if (post == null) {
            return new Reply(404, Map.of("detail", "There is no such post."));
        }
        if (vote.equals("vote")) {
            post.votes.remove(voter);
        } else {
            post.votes.put(voter, vote);
        }
        if (takes(Lie.DROPS_VOTE)) {
            dropped.add(id);
        }
        Map<String, Object> json = json(post, voter);
        json.put("my_vote", vote.equals("vote") || takes(Lie.DENIES_VOTE) ? null : vote);
        return new Reply(200, json);
    }

    private boolean takes(Lie lie) {
        boolean due = owes(lie);
        lies.computeIfPresent(lie, (same, left) -> Math.max(0, left - 1));
        return due;
    }

    private String user(HttpExchange exchange) {
        return tokens.get(token(exchange));
    }

    private static String token(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        return header == null ? "" : header.substring("Bearer ".length());
    }

    private Map<String, Object> json(Post post, String reader) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", post.id);
        json.put("author", post.author);
        json.put("text", post.text);
        json.put("likes", count(post, "like") - (dropped.contains(post.id) ? 1 : 0));
        json.put("dislikes", count(post, "dislike"));
        json.put("my_vote", post.votes.get(reader));
        return json;
    }

    private static long count(Post post, String vote) {
        return post.votes.values().stream().filter(vote::equals).count();
    }

    private static byte[] json(Map<String, Object> members) {
        try {
            return JSON.writeValueAsString(members).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
