package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static whoami.AtOnce.outcomes;
import static whoami.AtOnce.times;
import static whoami.Problem.Kind.CONFLICT;
import static whoami.Problem.Kind.NOT_FOUND;
import static whoami.Problem.Kind.UNAUTHENTICATED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.account.Caller;
import whoami.account.User;
import whoami.post.Post;
import whoami.post.Vote;

/** Of many who want what only one can have, at the very same moment and by two nodes, exactly one gets it. */
class ExactlyOneTest {
    private static final String ADDRESS = "ann@example.org";
    private static final Caller CALLER = new Caller("127.0.0.1", "test", "request");

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @RepeatedTest(3)
    void a_name_however_it_is_written() throws Exception {
        List<Callable<?>> rivals = new ArrayList<>();
        for (Domain node : nodes()) {
            for (String name : List.of("ann", "Ann", "aNN", "ANN")) {
                rivals.add(() -> node.accounts().signUp(name, Lab.PASSWORD, "", "", CALLER));
            }
        }
        assertEquals(Map.of("done", 1, CONFLICT, 7), outcomes(rivals));
        assertEquals(1, lab.rows("users"));
        assertEquals(1, lab.rows("events WHERE what = 'SIGN_UP'"));
    }

    @RepeatedTest(3)
    void the_use_of_a_link_that_confirms_an_address() throws Exception {
        lab.browser().signUp("ann", Lab.PASSWORD, ADDRESS).expect(303);
        String token = lab.token(ADDRESS);
        assertEquals(
                Map.of("done", 1, NOT_FOUND, 7),
                byBothNodes(node -> node.emails().confirm(token, "", CALLER)));
        assertEquals(1, lab.rows("events WHERE what = 'EMAIL_CONFIRMED'"));
    }

    @RepeatedTest(3)
    void the_use_of_a_link_that_sets_a_new_password() throws Exception {
        String token = lab.domain().passwordReset().token(signedUp("ann"));
        assertEquals(
                Map.of("done", 1, NOT_FOUND, 7),
                byBothNodes(node -> node.passwordReset().reset(token, "a wholly different sentence", CALLER)));
        assertEquals(1, lab.rows("events WHERE what = 'PASSWORD_RESET'"));
    }

    @RepeatedTest(3)
    void the_use_of_a_link_that_brings_an_account_back() throws Exception {
        lab.confirmed("ann", ADDRESS);
        lab.domain().leaving().delete(lab.domain().users().named("ann"), CALLER);
        String token = lab.token(ADDRESS);
        assertEquals(
                Map.of("done", 1, NOT_FOUND, 7),
                byBothNodes(node -> node.leaving().restore(token, "", CALLER)));
        assertEquals(1, lab.rows("events WHERE what = 'RESTORED'"));
    }

    @RepeatedTest(3)
    void the_end_of_a_log_in_whose_spent_token_comes_again() throws Exception {
        var started = lab.domain().grants().start(signedUp("ann"), CALLER);
        lab.domain().grants().refresh(started.refreshToken(), CALLER);
        lab.clock.pass(Duration.ofSeconds(11));
        assertEquals(
                Map.of(UNAUTHENTICATED, 8), byBothNodes(node -> node.grants().refresh(started.refreshToken(), CALLER)));
        assertEquals(1, lab.rows("events WHERE what = 'TOKEN_REUSED'"));
        assertEquals(0, lab.rows("refresh_tokens"));
    }

    @RepeatedTest(3)
    void a_vote_of_one_user_on_a_post() throws Exception {
        User ann = signedUp("ann");
        Post post = lab.domain().posts().write(ann, "What do you think?");
        List<Callable<?>> votes = new ArrayList<>();
        for (Domain node : nodes()) {
            votes.addAll(times(4, () -> node.posts().vote(ann, post.id(), Vote.LIKE)));
            votes.addAll(times(4, () -> node.posts().vote(ann, post.id(), Vote.DISLIKE)));
        }
        assertEquals(Map.of("done", 16), outcomes(votes));
        Post voted = lab.domain().posts().find(ann, post.id());
        assertEquals(1, voted.likes() + voted.dislikes());
        assertEquals(1, lab.rows("votes"));
    }

    private List<Domain> nodes() {
        return List.of(lab.domain(), lab.anotherNode().domain());
    }

    private Map<Object, Integer> byBothNodes(Consumer<Domain> work) throws Exception {
        List<Callable<?>> all = new ArrayList<>();
        nodes().forEach(node -> all.addAll(times(4, () -> work.accept(node))));
        return outcomes(all);
    }

    private User signedUp(String name) {
        return lab.domain().accounts().signUp(name, Lab.PASSWORD, "", "", CALLER);
    }
}
