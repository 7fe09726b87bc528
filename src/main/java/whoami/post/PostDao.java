package whoami.post;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import whoami.Tx;

/** The table {@code posts}. What was written by those who have left, or may not come in, is not found. */
final class PostDao {
    private static final String COLUMNS =
            "p.id, p.author_id, m.username, p.text, p.likes, p.dislikes, v.vote, p.created_at, p.updated_at";

    /**
     * A cross join, which SQLite takes for an order: it would otherwise sooner or later begin with all members, and sort their posts.
     */
    private static final String TABLES =
            " FROM posts p CROSS JOIN members m LEFT JOIN votes v ON v.post_id = p.id AND v.user_id = ? WHERE m.id = p.author_id";

    /** @return whether it was, which it is not if the author has left meanwhile */
    boolean insert(Tx tx, Post post) {
        return tx.update(
                        "INSERT INTO posts (id, author_id, text, created_at, updated_at)"
                                + " SELECT ?, id, ?, ?, ? FROM members WHERE id = ?",
                        post.id(),
                        post.text(),
                        post.createdAt(),
                        post.updatedAt(),
                        post.authorId())
                > 0;
    }

    void hold(Tx tx, String id) {
        tx.hold("posts", id);
    }

    Optional<Post> find(Tx tx, String readerId, String id) {
        return tx.one(PostDao::post, "SELECT " + COLUMNS + TABLES + " AND p.id = ?", readerId, id);
    }

    /** The newest of those that are older than {@code before}. */
    List<Post> page(Tx tx, String readerId, String before, int most) {
        return tx.list(
                PostDao::post,
                "SELECT " + COLUMNS + TABLES + " AND p.id < ? ORDER BY p.id DESC LIMIT ?",
                readerId,
                before,
                most);
    }

    /** As {@link #page}, of one author. */
    List<Post> pageOf(Tx tx, String authorId, String readerId, String before, int most) {
        return tx.list(
                PostDao::post,
                "SELECT " + COLUMNS + TABLES + " AND p.author_id = ? AND p.id < ? ORDER BY p.id DESC LIMIT ?",
                readerId,
                authorId,
                before,
                most);
    }

    /** Everything of an author, the first one first. */
    List<Post> all(Tx tx, String authorId) {
        return tx.list(
                PostDao::post, "SELECT " + COLUMNS + TABLES + " AND p.author_id = ? ORDER BY p.id", authorId, authorId);
    }

    /** @return whether there was such a post of this author */
    boolean setText(Tx tx, String authorId, String id, String text, Instant now) {
        return tx.update(
                        "UPDATE posts SET text = ?, updated_at = ? WHERE id = ? AND author_id = ?",
                        text,
                        now,
                        id,
                        authorId)
                > 0;
    }

    void addVotes(Tx tx, String id, long likes, long dislikes) {
        tx.update("UPDATE posts SET likes = likes + ?, dislikes = dislikes + ? WHERE id = ?", likes, dislikes, id);
    }

    /** @return whether there was such a post of this author */
    boolean delete(Tx tx, String authorId, String id) {
        return tx.update("DELETE FROM posts WHERE id = ? AND author_id = ?", id, authorId) > 0;
    }

    /** Anybody's post. @return whether there was one, and it is an admin who asks, at this very moment */
    boolean deleteAsAdmin(Tx tx, String adminId, String id) {
        return tx.update(
                        "DELETE FROM posts WHERE id = ?"
                                + " AND EXISTS (SELECT 1 FROM members WHERE id = ? AND role = 'ADMIN')",
                        id,
                        adminId)
                > 0;
    }

    int deleteOf(Tx tx, String authorId, int most) {
        return tx.update(
                "DELETE FROM posts WHERE id IN (SELECT id FROM posts WHERE author_id = ? LIMIT ?)", authorId, most);
    }

    private static Post post(ResultSet row) throws SQLException {
        return new Post(
                row.getString("id"),
                row.getString("author_id"),
                row.getString("username"),
                row.getString("text"),
                row.getLong("likes"),
                row.getLong("dislikes"),
                VoteDao.vote(row),
                Tx.instant(row, "created_at"),
                Tx.instant(row, "updated_at"));
    }
}
