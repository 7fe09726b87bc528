package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static whoami.AtOnce.outcomes;
import static whoami.AtOnce.times;
import static whoami.Problem.Kind.FORBIDDEN;
import static whoami.Problem.Kind.INVALID;
import static whoami.Problem.Kind.NOT_FOUND;
import static whoami.Problem.Kind.TOO_MANY;
import static whoami.Problem.Kind.UNAUTHENTICATED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.account.ApiKey;
import whoami.account.Caller;
import whoami.account.Profile.Changes;
import whoami.account.User;

/** Several people, or one in several windows, at the very same moment. */
class RacesTest {
    private static final String ADDRESS = "ann@example.org";
    private static final String OTHER = "a wholly different sentence";
    private static final Caller CALLER = new Caller("127.0.0.1", "test", "request");

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on");

    @RepeatedTest(3)
    void an_address_that_several_confirm_at_once_belongs_to_one_of_them() throws Exception {
        for (String name : List.of("ann", "bob", "cid", "dan")) {
            lab.browser().signUp(name, Lab.PASSWORD, ADDRESS).expect(303);
        }
        List<Callable<?>> confirmations = new ArrayList<>();
        lab.letters(ADDRESS)
                .forEach(letter ->
                        confirmations.add(() -> lab.domain().emails().confirm(Lab.tokenIn(letter.path()), "", CALLER)));
        assertEquals(Map.of("done", 1, NOT_FOUND, 3), outcomes(confirmations));
        assertEquals(1, lab.rows("users WHERE email_key = '" + ADDRESS + "'"));
    }

    @RepeatedTest(3)
    void of_two_changes_of_the_password_the_first_one_counts() throws Exception {
        User ann = signedUp("ann");
        var outcomes = outcomes(times(
                4, () -> lab.domain().profile().change(ann, Changes.ofPassword(OTHER), ann, Lab.PASSWORD, CALLER)));
        assertEquals(Map.of("done", 1, INVALID, 3), outcomes);
    }

    @RepeatedTest(10)
    void of_a_new_password_and_a_deletion_with_the_old_one_one_counts() throws Exception {
        User ann = signedUp("ann");
        var outcomes = outcomes(List.of(
                () -> lab.domain().profile().change(ann, Changes.ofPassword(OTHER), ann, Lab.PASSWORD, CALLER), () -> {
                    lab.domain().leaving().delete(ann, ann, Lab.PASSWORD, CALLER);
                    return null;
                }));
        assertEquals(1, outcomes.get("done"), outcomes::toString);
    }

    @Test
    void who_is_no_admin_any_more_or_closed_harms_nobody() {
        User bob = signedUp("bob");
        signedUp("root");
        lab.promote("root");
        User admin = lab.domain().users().named("root");
        lab.domain().users().setRole(admin, User.Role.USER, null, CALLER);
        Problem problem =
                assertThrows(Problem.class, () -> lab.domain().leaving().delete(bob, admin, Lab.PASSWORD, CALLER));
        assertEquals(FORBIDDEN, problem.kind());
        lab.promote("root");
        lab.domain().users().disable(admin, null, CALLER);
        problem = assertThrows(Problem.class, () -> lab.domain().users().disable(bob, admin, CALLER));
        assertEquals(UNAUTHENTICATED, problem.kind());
        assertEquals(1, lab.rows("users WHERE username = 'bob' AND deleted_at IS NULL AND disabled_at IS NULL"));
    }

    @RepeatedTest(10)
    void a_log_in_does_not_outlive_the_closing_of_the_account() throws Exception {
        User ann = signedUp("ann");
        List<String> ids = Collections.synchronizedList(new ArrayList<>());
        outcomes(List.of(() -> ids.add(lab.domain().sessions().start(ann, CALLER)), () -> {
            lab.domain().users().disable(ann, null, CALLER);
            return null;
        }));
        lab.domain().users().enable(ann, null, CALLER);
        assertTrue(ids.stream().allMatch(id -> lab.domain().sessions().find(id).isEmpty()));
    }

    @RepeatedTest(3)
    void tabs_that_refresh_at_once_all_stay_logged_in() throws Exception {
        var first = lab.domain().grants().start(signedUp("ann"), CALLER).refreshToken();
        assertEquals(
                Map.of("done", 8), outcomes(times(8, () -> lab.domain().grants().refresh(first, CALLER))));
        assertEquals(8, lab.rows("refresh_tokens WHERE spent_at IS NULL"));
    }

    @RepeatedTest(10)
    void a_refresh_does_not_outlive_a_log_out() throws Exception {
        User ann = signedUp("ann");
        var started = lab.domain().grants().start(ann, CALLER);
        var outcomes = outcomes(List.of(() -> lab.domain().grants().refresh(started.refreshToken(), CALLER), () -> {
            lab.domain().grants().end(ann, started.grant().id(), CALLER);
            return null;
        }));
        assertEquals(
                2, outcomes.getOrDefault("done", 0) + outcomes.getOrDefault(UNAUTHENTICATED, 0), outcomes::toString);
        assertEquals(0, lab.rows("refresh_tokens"));
    }

    @RepeatedTest(10)
    void who_comes_back_while_somebody_else_confirms_the_address_comes_back_in_any_case() throws Exception {
        lab.confirmed("ann", ADDRESS);
        lab.domain().leaving().delete(lab.domain().users().named("ann"), CALLER);
        String back = lab.token(ADDRESS);
        lab.browser().signUp("bob", Lab.PASSWORD, ADDRESS).expect(303);
        String confirmation = lab.token(ADDRESS);
        var outcomes = outcomes(List.of(
                () -> {
                    lab.domain().leaving().restore(back, "", CALLER);
                    return null;
                },
                () -> lab.domain().emails().confirm(confirmation, "", CALLER)));
        assertEquals(2, outcomes.getOrDefault("done", 0) + outcomes.getOrDefault(NOT_FOUND, 0), outcomes::toString);
        assertEquals(1, lab.rows("users WHERE email_key = '" + ADDRESS + "'"));
        assertEquals(2, lab.rows("users WHERE deleted_at IS NULL"));
    }

    @RepeatedTest(3)
    void no_guess_gets_past_the_count() throws Exception {
        signedUp("ann");
        assertEquals(
                Map.of(UNAUTHENTICATED, 5, TOO_MANY, 35),
                outcomes(times(40, () -> lab.domain().accounts().logIn("ann", "a wrong password", CALLER))));
        assertEquals(3, lab.rows("throttle WHERE tries = 5"), "by account and network, by account, by network");
    }

    @Test
    void nobody_gets_more_keys_than_there_may_be() throws Exception {
        User ann = signedUp("ann");
        for (int i = 0; i < 46; i++) {
            lab.domain().apiKeys().make(ann, "key", ApiKey.Scope.READ, null, CALLER);
        }
        var outcomes =
                outcomes(times(8, () -> lab.domain().apiKeys().make(ann, "key", ApiKey.Scope.READ, null, CALLER)));
        assertEquals(Map.of("done", 4, INVALID, 4), outcomes);
    }

    @RepeatedTest(3)
    void a_letter_that_is_asked_for_many_times_at_once_goes_out_once() throws Exception {
        lab.browser().signUp("ann", Lab.PASSWORD, ADDRESS).expect(303);
        lab.deliver();
        lab.clock.pass(Duration.ofMinutes(2));
        User ann = lab.domain().users().named("ann");
        var outcomes = outcomes(times(8, () -> lab.domain().emails().sendAgain(ann)));
        assertEquals(Map.of("done", 1, TOO_MANY, 7), outcomes);
    }

    @Test
    void two_nodes_send_each_letter_once() throws Exception {
        lab.mail().stop();
        for (int i = 0; i < 30; i++) {
            String name = "user" + i;
            lab.domain().accounts().signUp(name, Lab.PASSWORD, name + "@example.org", "", CALLER);
        }
        lab.deliver();
        lab.mail().start();
        lab.clock.pass(Duration.ofMinutes(2));
        Whoami other = lab.anotherNode();
        outcomes(List.of(
                () -> {
                    other.domain().delivery().round();
                    return null;
                },
                () -> {
                    lab.deliver();
                    return null;
                }));
        for (int i = 0; i < 30; i++) {
            assertEquals(1, lab.letters("user" + i + "@example.org").size(), "user" + i);
        }
    }

    @RepeatedTest(3)
    void two_nodes_make_one_key_to_sign_with() throws Exception {
        lab.clock.pass(Duration.ofDays(100));
        int before = lab.rows("signing_keys");
        Whoami other = lab.anotherNode();
        List<Callable<?>> nodes =
                new ArrayList<>(times(4, () -> other.domain().signingKeys().current(() -> "{}")));
        nodes.addAll(times(4, () -> lab.domain().signingKeys().current(() -> "{}")));
        assertEquals(Map.of("done", 8), outcomes(nodes));
        assertEquals(before + 1, lab.rows("signing_keys"));
    }

    private User signedUp(String name) {
        return lab.domain().accounts().signUp(name, Lab.PASSWORD, "", "", CALLER);
    }
}
