package whoami.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import whoami.client.LyingServer.Lie;

class ClientTest {
    private final LyingServer server = new LyingServer();

    private record Run(int exitCode, String out, String err) {
        Run expect(int expected) {
            assertEquals(expected, exitCode, out + err);
            return this;
        }

        void says(String... parts) {
            for (String part : parts) {
                assertTrue(out.contains(part), part + " in " + out);
            }
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_server_that_keeps_everything_is_told_so_and_left_as_it_was() {
        Run run = client("--users", "12", "--posts", "9", "--votes", "30").expect(0);
        run.says("seed ", "12 users × 1 sign-up and 1 log-in ≈ ", "s of hashing on this server", "p95 ms");
        run.says("checked 108 posts", "deleted 12 users", "the server kept what it had acknowledged");
        for (Kind kind : List.of(Kind.values())) {
            assertTrue(kind == Kind.DELETE || run.out.contains("\n" + kind.inWords + " "), run.out);
        }
        assertEquals(List.of(), server.users());
    }

    @ParameterizedTest
    @CsvSource({
        "DROPS_VOTE, likes; and ",
        "FORGETS_POST, was acknowledged; and is not there",
        "DOUBLES_POST, is there; and was never acknowledged",
        "CHANGES_TEXT, does not say what was acknowledged",
        "LISTS_TWICE, is listed twice",
        "DENIES_VOTE, my_vote is null",
        "FAILS, unexpected answer: ",
    })
    void each_lie_is_found_out(Lie lie, String finding) {
        server.tells(lie, 1);
        Run run = client("--users", "6", "--votes", "15").expect(1);
        run.says(finding.replace(';', ','), "findings: ", "calls in ");
        assertEquals(List.of(), server.users());
    }

    @Test
    void what_nobody_knows_after_a_failure_is_not_held_against_the_counters() {
        server.tells(Lie.FAILS, 3);
        Run run = client("--users", "6").expect(1);
        assertFalse(run.out.contains("were acknowledged"), run.out);
        run.says("500 Something went wrong.", "500 x");
    }

    @Test
    void it_waits_for_as_long_as_it_is_asked_to() {
        server.tells(Lie.SAYS_TOO_MANY, 1).tells(Lie.SAYS_UNAVAILABLE, 1);
        client("--users", "1", "--concurrency", "1").expect(0).says("429 x1", "503 x1");
        List<LyingServer.Call> calls = server.calls();
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).status() == 429 || calls.get(i).status() == 503) {
                assertEquals(calls.get(i).path(), calls.get(i + 1).path());
                long waited = calls.get(i + 1).nanos() - calls.get(i).nanos();
                assertTrue(waited >= TimeUnit.MILLISECONDS.toNanos(990), waited + " ns");
            }
        }
    }

    @Test
    void lost_answers_are_asked_for_again_and_a_post_is_not_written_twice() {
        server.tells(Lie.LOSES_ANSWER, 60);
        Run run = client("--users", "10", "--keep").expect(0);
        run.says("posts whose answer was lost: ", "lost x");
        assertFalse(server.owes(Lie.LOSES_ANSWER));
        assertEquals(50, server.texts().size());
    }

    @Test
    void lost_calls_are_made_again_and_a_post_is_missing_rather_than_there_twice() {
        server.tells(Lie.LOSES_CALL, 60);
        Run run = client("--users", "10", "--keep").expect(0);
        run.says("of which are there: 0");
        assertEquals(server.texts().size(), new HashSet<>(server.texts()).size());
    }

    @Test
    void users_that_are_kept_are_there_and_nobody_learns_their_passwords() {
        Run run = client("--users", "3", "--keep").expect(0);
        assertEquals(3, server.users().size());
        server.passwords().forEach(password -> assertFalse(run.out.contains(password)));
        assertEquals(3, new HashSet<>(server.passwords()).size());
    }

    @Test
    void the_same_seed_draws_the_same_names_and_texts_but_other_passwords() {
        client("--seed", "7", "--users", "5", "--concurrency", "1", "--keep").expect(0);
        try (var other = new LyingServer()) {
            run("--url", other.url(), "--seed", "7", "--users", "5", "--keep").expect(0);
            assertEquals(server.users(), other.users());
            assertEquals(server.texts(), other.texts());
            assertFalse(server.passwords().stream().anyMatch(other.passwords()::contains));
        }
        try (var other = new LyingServer()) {
            run("--url", other.url(), "--seed", "8", "--users", "5", "--keep").expect(0);
            assertFalse(server.texts().equals(other.texts()));
        }
    }

    @Test
    void a_seed_that_was_there_before_is_refused_and_its_users_are_left_alone() {
        client("--seed", "7", "--users", "2", "--keep").expect(0);
        refuses("the users of seed 7 have been on this server before", "--url", server.url(), "--seed", "7");
        assertEquals(2, server.users().size());
    }

    @Test
    void without_a_server_that_takes_users_it_says_so_in_one_line() {
        server.tells(Lie.SAYS_CLOSED, 1);
        refuses("Nobody may sign up here.", "--url", server.url());
        refuses("is no whoami server", "--url", server.url() + "/elsewhere");
        server.close();
        refuses("there is no server at " + server.url(), "--url", server.url());
    }

    @Test
    void nonsense_is_refused() {
        for (String[] nonsense : List.of(
                new String[] {"--users", "0"},
                new String[] {"--posts", "-1"},
                new String[] {"--votes", "many"},
                new String[] {"--concurrency", "0"},
                new String[] {"--url", "localhost:7070"},
                new String[] {"--bogus"})) {
            assertTrue(run(nonsense).expect(2).err.contains("Usage: whoami client"));
        }
    }

    private void refuses(String reason, String... arguments) {
        Run run = run(arguments).expect(2);
        assertTrue(run.err.startsWith("whoami client: ") && run.err.contains(reason), run.err);
        assertEquals(1, run.err.lines().count(), run.err);
    }

    private Run client(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--url", server.url()));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private static Run run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = ClientCommand.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
