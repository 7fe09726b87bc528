package whoami.bench;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.Program;

/** Whether a page of posts costs more where there are many. */
class FeedBench {
    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;
    private static final int AUTHORS = 500;
    private static final int ROUNDS = 400;

    @RegisterExtension
    final Lab few = new Lab();

    @RegisterExtension
    final Lab many = new Lab();

    @Test
    void few_and_many_posts_side_by_side() {
        Program ofFew = few.programOf("ann");
        Program ofMany = many.programOf("ann");
        fill(few, FEW);
        fill(many, MANY);
        report("newest posts", ofFew, ofMany, "/api/posts", "/api/posts");
        report(
                "posts in the middle",
                ofFew,
                ofMany,
                "/api/posts?after=" + id(FEW / 2),
                "/api/posts?after=" + id(MANY / 2));
        report("posts of one author", ofFew, ofMany, "/api/posts?author=author7", "/api/posts?author=author7");
    }

    private static void fill(Lab lab, int posts) {
        lab.database().execute(tx -> {
            tx.update(series(AUTHORS)
                    + " INSERT INTO users (id, username, username_key, password_hash, created_at, updated_at)"
                    + " SELECT 'u' || i, 'author' || i, 'author' || i, '-', 0, 0 FROM series");
            tx.update(series(posts)
                    + " INSERT INTO posts (id, author_id, text, created_at, updated_at)"
                    + " SELECT printf('%08x-0000-7000-8000-000000000000', i), 'u' || (i % " + AUTHORS + " + 1),"
                    + " 'This is post ' || i || ', which is as long as most of them are.', i, i FROM series");
        });
    }

    private static String series(int length) {
        return "WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < " + length + ")";
    }

    private static String id(int post) {
        return String.format("%08x-0000-7000-8000-000000000000", post);
    }

    /** In turn, so that a busy moment of the machine hits both. */
    private static void report(String what, Program ofFew, Program ofMany, String pathOfFew, String pathOfMany) {
        List<Long> few = new ArrayList<>();
        List<Long> many = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            few.add(nanos(ofFew, pathOfFew));
            many.add(nanos(ofMany, pathOfMany));
        }
        System.out.printf(
                "| %-24s | %,d: %7.3f ms | %,d: %7.3f ms | ratio %.3f |%n",
                what, FEW, median(few) / 1e6, MANY, median(many) / 1e6, (double) median(many) / median(few));
    }

    private static long nanos(Program program, String path) {
        long start = System.nanoTime();
        program.get(path).expect(200);
        return System.nanoTime() - start;
    }

    /** Of the second half: the first warms up. */
    private static long median(List<Long> values) {
        return values.subList(ROUNDS / 2, ROUNDS).stream().sorted().toList().get(ROUNDS / 4);
    }
}
