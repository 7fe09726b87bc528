package whoami.post;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import whoami.Tx;

/** The table {@code votes}: one for each user and post. */
final class VoteDao {
    void put(Tx tx, String postId, String userId, Vote vote, Instant now) {
        tx.update(
                "INSERT INTO votes (post_id, user_id, vote, voted_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (post_id, user_id) DO UPDATE SET vote = excluded.vote, voted_at = excluded.voted_at",
                postId,
                userId,
                vote.name(),
                now);
    }

    void delete(Tx tx, String postId, String userId) {
        tx.update("DELETE FROM votes WHERE post_id = ? AND user_id = ?", postId, userId);
    }

    /** A user's votes, the first one first. */
    List<Post.Cast> all(Tx tx, String userId) {
        return some(tx, userId, Integer.MAX_VALUE);
    }

    List<Post.Cast> some(Tx tx, String userId, int most) {
        return tx.list(
                row -> new Post.Cast(row.getString("post_id"), vote(row), Tx.instant(row, "voted_at")),
                "SELECT post_id, vote, voted_at FROM votes WHERE user_id = ? ORDER BY voted_at, post_id LIMIT ?",
                userId,
                most);
    }

    /** @return null where there is none */
    static Vote vote(ResultSet row) throws SQLException {
        String name = row.getString("vote");
        return name == null ? null : Vote.valueOf(name);
    }
}
