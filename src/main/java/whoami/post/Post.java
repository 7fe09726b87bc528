package whoami.post;

import java.time.Instant;
import java.util.List;

/**
 * Something that somebody wrote, as one reader sees it.
 *
 * @param author the username of who wrote it
 * @param myVote the reader's own vote, or null
 * @param updatedAt when its text was changed last
 */
public record Post(
        String id,
        String authorId,
        String author,
        String text,
        long likes,
        long dislikes,
        Vote myVote,
        Instant createdAt,
        Instant updatedAt) {

    public boolean isEdited() {
        return !updatedAt.equals(createdAt);
    }

    /** As it is once the reader has voted so. */
    Post with(Vote vote) {
        long newLikes = likes + count(vote, Vote.LIKE) - count(myVote, Vote.LIKE);
        long newDislikes = dislikes + count(vote, Vote.DISLIKE) - count(myVote, Vote.DISLIKE);
        return new Post(id, authorId, author, text, newLikes, newDislikes, vote, createdAt, updatedAt);
    }

    private static int count(Vote vote, Vote counted) {
        return vote == counted ? 1 : 0;
    }

    /**
     * Some posts, the newest first.
     *
     * @param next the id after which the older ones begin, or null where there are none
     */
    public record Page(List<Post> posts, String next) {}

    /** A vote that its owner takes along. */
    public record Cast(String postId, Vote vote, Instant at) {}

    /** What a user can take along. */
    public record Export(List<Post> posts, List<Cast> votes) {}
}
