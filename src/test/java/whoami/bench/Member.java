package whoami.bench;

import java.io.IOException;
import java.util.regex.Pattern;
import whoami.Lab;

/**
 * Somebody who has signed up and logged in, through the real forms and by the API.
 *
 * @param cookie the header of their browser
 * @param token the header of their program
 */
record Member(String name, String cookie, String token) {
    private static final Pattern COOKIE = Pattern.compile("Set-Cookie: (whoami=[^;]+)");
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    static Member join(Connection connection, String name) throws IOException {
        connection.exchange(Connection.post("/signup", form(name)));
        connection.exchange(logIn(name));
        String cookie = connection.find(COOKIE);
        connection.exchange(Connection.postJson("/api/auth/login", json(name)));
        return new Member(name, "Cookie: " + cookie, "Authorization: Bearer " + connection.find(TOKEN));
    }

    /** @param headers each as a line */
    static byte[] logIn(String name, String... headers) {
        return Connection.post("/login", form(name), headers);
    }

    static byte[] register(String name) {
        return Connection.postJson("/api/auth/register", json(name));
    }

    private static String form(String name) {
        return "username=" + name + "&password=" + Lab.PASSWORD.replace(' ', '+');
    }

    private static String json(String name) {
        return "{\"username\": \"" + name + "\", \"password\": \"" + Lab.PASSWORD + "\"}";
    }

    byte[] get(String path) {
        return Connection.get(path, cookie);
    }

    byte[] call(String path) {
        return Connection.get(path, token);
    }

    /** @return the header for a program that uses it */
    String makeKey(Connection connection) throws IOException {
        connection.exchange(Connection.postJson("/api/keys", "{\"name\": \"bench\", \"scope\": \"read\"}", token));
        return "X-API-KEY: " + connection.find(KEY);
    }

    /** @return the id of the post */
    String write(Connection connection, String text) throws IOException {
        connection.exchange(Connection.postJson("/api/posts", "{\"text\": \"" + text + "\"}", token));
        return connection.find(ID);
    }
}
