package whoami.post;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Database;
import whoami.Ids;
import whoami.Problem;
import whoami.Tx;
import whoami.account.User;

/** The door to what people write, and to what they think of it. */
public final class Posts {
    private static final Logger log = LoggerFactory.getLogger(Posts.class);

    /** The largest UUID there can be (RFC 9562, section 5.10): every post is older. */
    private static final String FROM_THE_NEWEST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Database database;
    private final PostDao posts = new PostDao();
    private final VoteDao votes = new VoteDao();
    private final RateLimit postsAMinute;
    private final RateLimit votesAMinute;
    private final Ids ids;

    /**
     * @param postsPerMinute how many posts a user may write or change in a minute
     * @param votesPerMinute how many votes a user may give, change or take back in a minute
     */
    public Posts(Database database, int postsPerMinute, int votesPerMinute, Ids ids) {
        this.database = database;
        this.postsAMinute = new RateLimit("POST", postsPerMinute);
        this.votesAMinute = new RateLimit("VOTE", votesPerMinute);
        this.ids = ids;
    }

    /**
     * Posts, the newest first.
     *
     * @param author whose, or null for everybody's
     * @param after the post that the last page ended with, or an empty text
     * @throws Problem invalid if that is no id
     */
    public Post.Page page(User reader, User author, String after, int most) {
        if (!after.isEmpty() && !ID.matcher(after).matches()) {
            throw Problem.invalid(Map.of("after", "This must be the id of a post."));
        }
        String before = after.isEmpty() ? FROM_THE_NEWEST : after;
        // one more than is shown tells whether there are older ones
        List<Post> found = database.read(tx -> author == null
                ? posts.page(tx, reader.id(), before, most + 1)
                : posts.pageOf(tx, author.id(), reader.id(), before, most + 1));
        return found.size() <= most
                ? new Post.Page(found, null)
                : new Post.Page(found.subList(0, most), found.get(most - 1).id());
    }

    /** @throws Problem not found */
    public Post find(User reader, String id) {
        return database.read(tx -> find(tx, reader, id));
    }

    /**
     * Writes a post; it is on the disk when this returns.
     *
     * @throws Problem invalid with the reason by field, too many, unauthenticated if the author has just left
     */
    public Post write(User author, String typed) {
        String text = PostText.checked(typed);
        return database.write(tx -> {
            Instant now = now();
            postsAMinute.count(tx, author.id(), now);
            var post = new Post(ids.next(), author.id(), author.username(), text, 0, 0, null, now, now);
            if (!posts.insert(tx, post)) {
                throw Problem.unauthenticated("Your account has just been closed.");
            }
            return post;
        });
    }

    /**
     * Changes the text of one's own post.
     *
     * @throws Problem invalid with the reason by field, not found, forbidden, too many
     */
    public Post edit(User author, String id, String typed) {
        String text = PostText.checked(typed);
        return database.write(tx -> {
            Instant now = now();
            postsAMinute.count(tx, author.id(), now);
            Post post = find(tx, author, id);
            if (!posts.setText(tx, author.id(), post.id(), text, now)) {
                throw notYours();
            }
            return find(tx, author, id);
        });
    }

    /**
     * Deletes a post, with the votes for it.
     *
     * @param asAdmin whether it may be somebody else's; {@code by} has to be an admin then, at this very moment
     * @throws Problem not found, forbidden
     */
    public void delete(User by, String id, boolean asAdmin) {
        database.execute(tx -> {
            Post post = find(tx, by, id);
            boolean deleted = asAdmin ? posts.deleteAsAdmin(tx, by.id(), id) : posts.delete(tx, by.id(), id);
            if (!deleted) {
                throw notYours();
            }
            tx.afterCommit(() -> log.info("post deleted user={} author={}", by.id(), post.authorId()));
        });
    }

    /**
     * Votes for or against a post, or the other way around if one has voted before. To vote the same once more changes nothing.
     *
     * @param vote null to take it back
     * @return the post with it
     * @throws Problem not found, too many
     */
    public Post vote(User voter, String id, Vote vote) {
        return database.write(tx -> {
            Instant now = now();
            votesAMinute.count(tx, voter.id(), now);
            posts.hold(tx, id);
            Post post = find(tx, voter, id);
            return post.myVote() == vote ? post : change(tx, post, voter.id(), vote, now);
        });
    }

    private Post change(Tx tx, Post post, String voterId, Vote vote, Instant now) {
        if (vote == null) {
            votes.delete(tx, post.id(), voterId);
        } else {
            votes.put(tx, post.id(), voterId, vote, now);
        }
        Post changed = post.with(vote);
        posts.addVotes(tx, post.id(), changed.likes() - post.likes(), changed.dislikes() - post.dislikes());
        return changed;
    }

    /** Everything that somebody wrote and voted. */
    public Post.Export export(User user) {
        return database.read(tx -> new Post.Export(posts.all(tx, user.id()), votes.all(tx, user.id())));
    }

    /**
     * Erases some of what a user wrote and voted.
     *
     * @return how much there was; less than {@code most} if it was all
     */
    public int erase(Tx tx, String userId, int most) {
        int erased = posts.deleteOf(tx, userId, most);
        List<Post.Cast> cast = votes.some(tx, userId, most - erased);
        cast.forEach(vote -> takeBack(tx, vote, userId));
        RateLimit.forget(tx, userId);
        return erased + cast.size();
    }

    private void takeBack(Tx tx, Post.Cast cast, String userId) {
        votes.delete(tx, cast.postId(), userId);
        boolean liked = cast.vote() == Vote.LIKE;
        posts.addVotes(tx, cast.postId(), liked ? -1 : 0, liked ? 0 : -1);
    }

    private Post find(Tx tx, User reader, String id) {
        return posts.find(tx, reader.id(), id)
                .orElseThrow(() -> Problem.notFound("There is no such post, or not any more."));
    }

    private static Problem notYours() {
        return Problem.forbidden("This is somebody else's post.");
    }

    private Instant now() {
        return ids.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
