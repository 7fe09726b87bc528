package whoami.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What somebody does between log-in and log-out: one step after the other, each when the one before was answered. */
final class Life {
    private static final int FEEDS = 3;
    private static final int REFRESHES = 2;
    private static final int LOG_OUTS = 1;
    private static final int PAGE = 20;

    /** Of so many votes, one is on a post that they have voted on before. */
    private static final int ONE_IN = 3;

    private final Person person;
    private final Api api;
    private final Books books;
    private final Findings findings;
    private final Iterator<String> texts;
    private final Random random = new Random();
    private final List<String> votedOn = new ArrayList<>();
    private String pageEnd;

    Life(Person person, Api api, Books books, Findings findings) {
        this.person = person;
        this.api = api;
        this.books = books;
        this.findings = findings;
        this.texts = person.texts().iterator();
    }

    interface Step extends Supplier<CompletableFuture<Void>> {}

    static int steps(Plan plan) {
        return plan.posts() + plan.votes() + FEEDS + REFRESHES + LOG_OUTS;
    }

    /** In any order, but with a post first, so that there is something to vote on. */
    List<Step> steps(int votes) {
        List<Step> steps = new ArrayList<>();
        steps.addAll(Collections.nCopies(person.texts().size(), this::post));
        steps.addAll(Collections.nCopies(votes, this::vote));
        steps.addAll(Collections.nCopies(FEEDS, this::readFeed));
        steps.addAll(Collections.nCopies(REFRESHES, person::refresh));
        Collections.shuffle(steps.subList(1, steps.size()), random);
        steps.add(person::logOut);
        return steps;
    }

    private CompletableFuture<Void> post() {
        var draft = new Books.Draft(person.username(), texts.next());
        return person.send(token -> api.post(token, draft.text())).thenAccept(answer -> {
            if (answer.succeeded()) {
                books.posted(Books.Post.of(draft.author(), answer.json()));
            } else if (answer.isUncertain()) {
                books.doubt(draft);
            }
            findings.expectSuccess(answer);
        });
    }

    private CompletableFuture<Void> vote() {
        boolean again = !votedOn.isEmpty() && random.nextInt(ONE_IN) == 0;
        Optional<String> post =
                again ? Optional.of(votedOn.get(random.nextInt(votedOn.size()))) : books.anyPost(random);
        return post.map(this::vote).orElse(CompletableFuture.completedFuture(null));
    }

    private CompletableFuture<Void> vote(String postId) {
        boolean first = !votedOn.contains(postId);
        if (first) {
            votedOn.add(postId);
        }
        // later also the same once more, and none: what is said twice must not count twice
        Vote vote = Vote.values()[random.nextInt(first ? 2 : 3)];
        books.voting(postId, person.username(), vote);
        return person.send(token -> api.vote(token, postId, vote)).thenAccept(answer -> {
            if (answer.succeeded()) {
                books.voted(postId, person.username(), vote);
                findings.expectMine(vote, answer.json(), person.username());
            }
            findings.expectSuccess(answer);
        });
    }

    /** Page by page, and from the top again after the last one. */
    private CompletableFuture<Void> readFeed() {
        return person.send(token -> api.feed(token, PAGE, pageEnd)).thenAccept(answer -> {
            pageEnd = answer.json().path("next").asText(null);
            findings.expectSuccess(answer);
        });
    }
}
