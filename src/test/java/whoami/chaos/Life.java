package whoami.chaos;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import whoami.chaos.Books.Claim;
import whoami.chaos.Site.Reply;

/** One person who signs up, logs in and out, changes the password, writes and votes, and remembers what was answered. */
final class Life {
    private static final String PASSWORD = "correct horse battery";
    private static final String ANOTHER = "a wholly different sentence";

    private final Site site;
    private final Books books;
    private final String name;
    private final Books.Page page;
    private final boolean refusalIsCertain;
    private String password = PASSWORD;
    private String[] cookie;

    /** Makes a request. */
    @FunctionalInterface
    private interface Call {
        Reply send() throws IOException, InterruptedException;
    }

    /** @param refusalIsCertain whether 503 says that nothing was done; where a connection to a database breaks, nobody knows */
    Life(Site site, Books books, String name, boolean refusalIsCertain) {
        this.site = site;
        this.books = books;
        this.name = name;
        this.page = books.open(name);
        this.refusalIsCertain = refusalIsCertain;
    }

    /** @return whether it came to its end, and nothing was refused or lost */
    boolean live() throws InterruptedException {
        try {
            return signUp() && logOut() && logOutProgram() && (keepsPassword() || changePassword()) && write();
        } catch (IOException lost) {
            books.count("no answer");
            return false;
        }
    }

    private boolean signUp() throws IOException, InterruptedException {
        var members = Map.of("username", name, "email", name + "@example.org", "password", PASSWORD);
        return done(
                List.of("account"),
                201,
                () -> site.json("POST", "/api/auth/register", members),
                reply -> {},
                Map.of("account", at -> logIn(at, PASSWORD).status() == 200));
    }

    private boolean logOut() throws IOException, InterruptedException {
        Reply first = logInOnPage();
        Reply second = logInOnPage();
        if (first.status() != 303 || second.status() != 303) {
            return refused(first.status() == 303 ? second : first, 303);
        }
        cookie = first.cookie();
        String[] ended = second.cookie();
        page.claims.put("session", isAlive(cookie));
        page.claims.put("ended session", isAlive(ended));
        return done(
                List.of("ended session"),
                303,
                () -> site.form("/logout", "", ended),
                reply -> {},
                Map.of("ended session", isEnded(ended)));
    }

    private boolean logOutProgram() throws IOException, InterruptedException {
        Reply tokens = logIn(site, PASSWORD);
        if (tokens.status() != 200) {
            return refused(tokens, 200);
        }
        String[] bearer = tokens.bearer();
        page.claims.put("token", at -> at.get("/api/me", bearer).status() == 200);
        return done(
                List.of("token"),
                204,
                () -> site.json("POST", "/api/auth/logout", Map.of(), bearer),
                reply -> {},
                Map.of("token", at -> at.get("/api/me", bearer).status() == 401));
    }

    /** Half of all people: whoever changes it gets no letter to confirm their address any more. */
    private boolean keepsPassword() {
        return name.hashCode() % 2 == 0;
    }

    /** It ends all other sessions, and renews the one that it came from. */
    private boolean changePassword() throws IOException, InterruptedException {
        Map<String, Claim> then = new HashMap<>();
        then.put(
                "account",
                at -> logIn(at, ANOTHER).status() == 200 && logIn(at, PASSWORD).status() == 401);
        then.put("ended session", isEnded(cookie));
        String fields = "current_password=" + PASSWORD + "&password=" + ANOTHER;
        return done(
                List.of("account", "session", "ended session"),
                303,
                () -> site.form("/account/password", fields, cookie),
                reply -> {
                    password = ANOTHER;
                    then.put("session", isAlive(reply.cookie()));
                },
                then);
    }

    private boolean write() throws IOException, InterruptedException {
        Reply tokens = logIn(site, password);
        if (tokens.status() != 200) {
            return refused(tokens, 200);
        }
        String[] bearer = tokens.bearer();
        String text = "a post of " + name;
        Map<String, Claim> then = new HashMap<>();
        boolean written = done(
                List.of(),
                201,
                () -> site.json("POST", "/api/posts", Map.of("text", text), bearer),
                reply -> {
                    String id = reply.at("id");
                    then.put(
                            "post",
                            at -> text.equals(at.get(
                                            "/api/posts/" + id,
                                            logIn(at, password).bearer())
                                    .at("text")));
                    books.posted(id);
                },
                then);
        String path = "/api/posts/" + books.anyPost();
        return written
                && done(
                        List.of(),
                        200,
                        () -> site.json("PUT", path + "/like", Map.of(), bearer),
                        reply -> {},
                        Map.of("vote", at -> "like".equals(at.get(path, bearer).at("my_vote"))));
    }

    /** @param touched what nobody knows while this is under way */
    private boolean done(List<String> touched, int expected, Call call, Consumer<Reply> after, Map<String, Claim> then)
            throws IOException, InterruptedException {
        Map<String, Claim> before = new HashMap<>(page.claims);
        page.claims.keySet().removeAll(touched);
        Reply reply = call.send();
        if (reply.status() == expected) {
            books.count("done");
            after.accept(reply);
            page.claims.putAll(then);
            return true;
        }
        if (reply.status() == 503 && refusalIsCertain) {
            page.claims.putAll(before);
        }
        return refused(reply, expected);
    }

    private boolean refused(Reply reply, int expected) {
        books.count(String.valueOf(reply.status()));
        if (reply.status() != 503) {
            books.unexpected(reply.status() + " and not " + expected + " from "
                    + reply.response().request() + " " + reply.response().body());
        }
        return false;
    }

    private Reply logInOnPage() throws IOException, InterruptedException {
        return site.form("/login", "username=" + name + "&password=" + PASSWORD);
    }

    private Reply logIn(Site at, String password) throws IOException, InterruptedException {
        return at.json("POST", "/api/auth/login", Map.of("username", name, "password", password));
    }

    private static Claim isAlive(String[] cookie) {
        return at -> at.get("/me", cookie).status() == 200;
    }

    private static Claim isEnded(String[] cookie) {
        return at -> at.get("/me", cookie).status() == 303;
    }
}
