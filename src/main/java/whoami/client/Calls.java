package whoami.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Sends calls, times them, and waits for as long as the server asks to. What was not answered is sent again where that can do no
 * harm: so a run outlives a restart of the server.
 */
final class Calls {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final Tally tally;
    private final Waits waits;
    private final Stop stop;
    private final Duration patience;

    /** @param patience after so long without an answer of use, the run is stopped */
    Calls(Tally tally, Waits waits, Stop stop, Duration patience) {
        this.tally = tally;
        this.waits = waits;
        this.stop = stop;
        this.patience = patience;
    }

    /** One try that is not counted, to see whether there is a server at all. */
    CompletableFuture<Integer> statusOf(HttpRequest.Builder request) {
        return http.sendAsync(request.timeout(ANSWER_TIMEOUT).build(), BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    /** @return what was answered in the end, however often it was sent */
    CompletableFuture<Answer> send(Kind kind, HttpRequest.Builder request) {
        return new Call(kind, request.timeout(ANSWER_TIMEOUT).build()).attempt();
    }

    /** One that is under way: attempts follow one another, so its fields are never used by two at once. */
    private final class Call {
        private final Kind kind;
        private final HttpRequest request;
        private boolean lost;
        private int failures;
        private long failingSince;

        Call(Kind kind, HttpRequest request) {
            this.kind = kind;
            this.request = request;
        }

        CompletableFuture<Answer> attempt() {
            long start = System.nanoTime();
            return http.sendAsync(request, BodyHandlers.ofString())
                    .handle((response, failure) ->
                            failure == null ? answered(response, System.nanoTime() - start) : failed(failure))
                    .thenCompose(next -> next);
        }

        private CompletableFuture<Answer> answered(HttpResponse<String> response, long nanos) {
            int status = response.statusCode();
            tally.answered(kind, status, nanos);
            return switch (status) {
                case 429 -> {
                    failures = 0;
                    yield again(waits.asked(kind, response));
                }
                case 503 -> unavailable(waits.asked(kind, response));
                default -> CompletableFuture.completedFuture(new Answer(kind, status, json(response.body()), lost));
            };
        }

        private CompletableFuture<Answer> failed(Throwable failure) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            boolean sent = !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException);
            lost |= sent;
            tally.failed(kind, sent ? "lost" : "unreached");
            return sent && !kind.isRepeatable() ? noAnswer() : unavailable(pause());
        }

        private Duration pause() {
            Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
            return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }

        private CompletableFuture<Answer> unavailable(Duration wait) {
            if (failures++ == 0) {
                failingSince = System.nanoTime();
            }
            if (System.nanoTime() - failingSince > patience.toNanos()) {
                stop.ask("the server has been away for " + patience.toSeconds() + " s");
            }
            return again(wait);
        }

        private CompletableFuture<Answer> again(Duration wait) {
            return stop.pause(wait).thenCompose(over -> stop.isAsked() ? noAnswer() : attempt());
        }

        private CompletableFuture<Answer> noAnswer() {
            return CompletableFuture.completedFuture(new Answer(kind, 0, MissingNode.getInstance(), lost));
        }
    }

    private JsonNode json(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : json.readTree(body);
        } catch (JsonProcessingException e) {
            // the status tells enough of what is no JSON, such as a page of a proxy
            return MissingNode.getInstance();
        }
    }
}
