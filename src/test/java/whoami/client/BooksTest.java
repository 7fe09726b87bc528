package whoami.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import whoami.client.Books.Range;

class BooksTest {
    private final Books books = new Books();

    @Test
    void of_somebodys_votes_on_a_post_the_last_acknowledged_one_counts() {
        books.voted("post", "ann", Vote.LIKE);
        books.voted("post", "bob", Vote.LIKE);
        books.voted("post", "ann", Vote.DISLIKE);
        books.voted("other", "ann", Vote.LIKE);
        counts(new Range(1, 1), new Range(1, 1));
        books.voted("post", "bob", Vote.NONE);
        counts(new Range(0, 0), new Range(1, 1));
    }

    @Test
    void a_vote_without_an_answer_may_count_or_what_was_before_it() {
        books.voting("post", "ann", Vote.LIKE);
        counts(new Range(0, 1), new Range(0, 0));
        books.voted("post", "ann", Vote.LIKE);
        books.voting("post", "ann", Vote.DISLIKE);
        counts(new Range(0, 1), new Range(0, 1));
        books.voting("post", "ann", Vote.NONE);
        books.voted("post", "ann", Vote.NONE);
        counts(new Range(0, 0), new Range(0, 0));
    }

    @Test
    void the_same_vote_once_more_is_certain_whatever_is_answered() {
        books.voted("post", "ann", Vote.LIKE);
        books.voting("post", "ann", Vote.LIKE);
        counts(new Range(1, 1), new Range(0, 0));
    }

    private void counts(Range likes, Range dislikes) {
        assertEquals(likes, books.count("post", Vote.LIKE));
        assertEquals(dislikes, books.count("post", Vote.DISLIKE));
    }
}
