package whoami.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A user's account, from sign-up to deletion, and the tokens to act with. One call at a time, but for reading. */
final class Person {
    private final Words.Script script;
    private final String password;
    private final Api api;

    private volatile Tokens tokens;
    private volatile boolean mayExist;

    Person(Words.Script script, String password, Api api) {
        this.script = script;
        this.password = password;
        this.api = api;
    }

    String username() {
        return script.username();
    }

    /** All that they will write. */
    List<String> texts() {
        return script.texts();
    }

    /** Whether there is such a user on the server, or could be, as an answer was lost. */
    boolean mayExist() {
        return mayExist;
    }

    CompletableFuture<Void> signUp() {
        mayExist = true;
        return api.signUp(username(), script.name(), password).thenAccept(answer -> {
            mayExist = answer.succeeded() || answer.isLost() || answer.wasDoneBefore(409);
            if (!mayExist) {
                throw new Unexpected(answer);
            }
        });
    }

    CompletableFuture<Void> logIn() {
        return api.logIn(username(), password).thenAccept(this::keepTokens);
    }

    CompletableFuture<Void> refresh() {
        return api.refresh(tokens.refresh()).thenCompose(answer -> {
            if (answer.wasDoneBefore(401)) {
                // an answer was lost, and its token has been spent for longer than the server takes for an accident
                return logIn();
            }
            keepTokens(answer);
            return CompletableFuture.completedFuture(null);
        });
    }

    CompletableFuture<Void> logOut() {
        return send(api::logOut).thenAccept(answer -> {
            tokens = null;
            if (!answer.succeeded() && !answer.wasDoneBefore(401)) {
                throw new Unexpected(answer);
            }
        });
    }

    CompletableFuture<Void> delete() {
        return send(token -> api.delete(token, username(), password)).thenAccept(answer -> {
            mayExist = !answer.succeeded() && !answer.wasDoneBefore(401);
            if (mayExist) {
                throw new Unexpected(answer);
            }
        });
    }

    /** Acts with a token that is still good, also when the call is made to wait for so long that the first one is not. */
    CompletableFuture<Answer> send(Function<String, CompletableFuture<Answer>> call) {
        return accessToken()
                .thenCompose(call)
                .thenCompose(answer -> answer.status() == 401 && tokens.expireSoon()
                        ? accessToken().thenCompose(call)
                        : CompletableFuture.completedFuture(answer));
    }

    private CompletableFuture<String> accessToken() {
        CompletableFuture<Void> renewed = CompletableFuture.completedFuture(null);
        if (tokens == null) {
            renewed = logIn();
        } else if (tokens.expireSoon()) {
            renewed = refresh();
        }
        return renewed.thenApply(done -> tokens.access());
    }

    private void keepTokens(Answer answer) {
        if (!answer.succeeded()) {
            throw new Unexpected(answer);
        }
        tokens = Tokens.of(answer.json());
    }
}
