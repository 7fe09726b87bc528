package whoami.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import whoami.Lab;
import whoami.Program;

/**
 * Posts and votes a second through the API, beside a bare loop of the same transactions: each is on the disk when it returns
 * ({@code synchronous=FULL}). And what that costs the loop: with {@code NORMAL} the last ones would be gone after a power cut.
 */
class PostBench {
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 10;

    /** Short, as a disk can be ten times as slow from one second to the next: both get their share of it. */
    private static final Duration TIME = Duration.ofMillis(500);

    @RegisterExtension
    final Figures figures = new Figures("durability");

    @RegisterExtension
    final Lab lab = new Lab("POSTS_PER_MINUTE", "1000000", "VOTES_PER_MINUTE", "1000000");

    @TempDir
    Path folder;

    private final List<Program> programs = new ArrayList<>();
    private String post;

    @Test
    void api_and_bare_loop_side_by_side() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            programs.add(lab.programOf("user" + i));
        }
        post = "/api/posts/" + programs.get(0).write("Good morning!");
        try (Connection full = bareCopy("FULL");
                Connection normal = bareCopy("NORMAL")) {
            report("votes", () -> api(this::vote), () -> bareVotes(full), () -> bareVotes(normal));
            report("posts", () -> api(this::write), () -> barePosts(full), () -> barePosts(normal));
        }
    }

    /** In turn, so that a busy moment of the machine hits all. */
    private void report(String what, Callable<Double> api, Callable<Double> full, Callable<Double> normal)
            throws Exception {
        double ofApi = 0;
        double ofFull = 0;
        double ofNormal = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ofApi += api.call() / ROUNDS;
            ofFull += full.call() / ROUNDS;
            ofNormal += normal.call() / ROUNDS;
        }
        figures.row(what + " a second by the API", "%,.0f", ofApi)
                .beside("%,.0f in a bare loop", ofFull)
                .ratio(ofApi / ofFull);
        figures.row(what + " a second in a bare loop", "%,.0f", ofFull)
                .beside("%,.0f with NORMAL", ofNormal)
                .ratio(ofFull / ofNormal);
    }

    private void vote(Program program, long round) {
        program.quickly("PUT", post + (round % 2 == 0 ? "/like" : "/dislike"), null);
    }

    private void write(Program program, long round) {
        program.quickly("POST", "/api/posts", "{\"text\": \"Post " + round + "\"}");
    }

    /** @return how many a second, by all clients together */
    private double api(Work work) throws Exception {
        long end = System.nanoTime() + TIME.toNanos();
        var done = new LongAdder();
        List<Callable<Void>> clients = new ArrayList<>();
        for (Program program : programs) {
            clients.add(() -> {
                for (long round = 0; System.nanoTime() < end; round++) {
                    work.apply(program, round);
                    done.increment();
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (var client : threads.invokeAll(clients)) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return done.sum() * 1e3 / TIME.toMillis();
    }

    /** The same tables, with as many users and the same post, in a file beside. */
    private Connection bareCopy(String synchronous) throws IOException, SQLException {
        Path file = Files.createDirectories(folder).resolve(synchronous + ".db");
        lab.database().read(tx -> {
            try (Statement statement = tx.connection().createStatement()) {
                return statement.execute("VACUUM INTO '" + file + "'");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = " + synchronous);
            statement.execute("PRAGMA foreign_keys = ON");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private static double bareVotes(Connection bare) throws SQLException {
        try (PreparedStatement count = bare.prepareStatement(
                        "UPDATE rate_limits SET used = used + 1 WHERE user_id = (SELECT MIN(id) FROM users) AND action = 'POST'");
                PreparedStatement find = bare.prepareStatement("SELECT p.*, v.vote FROM posts p LEFT JOIN votes v"
                        + " ON v.post_id = p.id AND v.user_id = (SELECT MIN(id) FROM users) LIMIT 1");
                PreparedStatement vote = bare.prepareStatement("INSERT INTO votes (post_id, user_id, vote, voted_at)"
                        + " SELECT MIN(p.id), (SELECT MIN(id) FROM users), ?, 0 FROM posts p WHERE true"
                        + " ON CONFLICT (post_id, user_id) DO UPDATE SET vote = excluded.vote");
                PreparedStatement add =
                        bare.prepareStatement("UPDATE posts SET likes = likes + ?, dislikes = dislikes - ?"
                                + " WHERE id = (SELECT MIN(id) FROM posts)")) {
            return loop(bare, round -> {
                count.executeUpdate();
                find.executeQuery().close();
                vote.setString(1, round % 2 == 0 ? "LIKE" : "DISLIKE");
                vote.executeUpdate();
                add.setLong(1, round % 2);
                add.setLong(2, round % 2);
                add.executeUpdate();
            });
        }
    }

    private static double barePosts(Connection bare) throws SQLException {
        try (PreparedStatement count = bare.prepareStatement(
                        "UPDATE rate_limits SET used = used + 1 WHERE user_id = (SELECT MIN(id) FROM users) AND action = 'POST'");
                PreparedStatement insert =
                        bare.prepareStatement("INSERT INTO posts (id, author_id, text, created_at, updated_at)"
                                + " SELECT lower(hex(randomblob(16))), MIN(id), ?, 0, 0 FROM users")) {
            return loop(bare, round -> {
                count.executeUpdate();
                insert.setString(1, "Post " + round);
                insert.executeUpdate();
            });
        }
    }

    private static double loop(Connection bare, Transaction transaction) throws SQLException {
        long start = System.nanoTime();
        long round = 0;
        while (System.nanoTime() - start < TIME.toNanos()) {
            transaction.run(round++);
            bare.commit();
        }
        return round * 1e3 / TIME.toMillis();
    }

    private interface Work {
        void apply(Program program, long round);
    }

    private interface Transaction {
        void run(long round) throws SQLException;
    }
}
