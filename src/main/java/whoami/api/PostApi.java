package whoami.api;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import whoami.account.User;
import whoami.account.Users;
import whoami.post.Post;
import whoami.post.Posts;
import whoami.post.Vote;
import whoami.web.Json;
import whoami.web.Query;

/** What people write, and what they think of it, for programs. */
public record PostApi(Posts posts, Users users) {
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 100;

    public void list(Context ctx) {
        String author = Query.text(ctx, "author");
        Post.Page page = posts.page(
                reader(ctx),
                author.isEmpty() ? null : users.named(author),
                Query.text(ctx, "after"),
                Query.limit(ctx, LIMIT, LIMIT_MAX));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("items", page.posts().stream().map(PostApi::json).toList());
        json.put("next", page.next());
        Json.answer(ctx, json);
    }

    public void write(Context ctx) {
        Post post = posts.write(reader(ctx), text(ctx));
        ctx.status(HttpStatus.CREATED).header("Location", "/api/posts/" + post.id());
        Json.answer(ctx, json(post));
    }

    public void show(Context ctx) {
        Json.answer(ctx, json(posts.find(reader(ctx), id(ctx))));
    }

    public void edit(Context ctx) {
        Json.answer(ctx, json(posts.edit(reader(ctx), id(ctx), text(ctx))));
    }

    public void delete(Context ctx) {
        Bearer.Client client = Bearer.client(ctx);
        posts.delete(client.user(), id(ctx), client.scope().contains(Bearer.ADMIN));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    public void like(Context ctx) {
        vote(ctx, Vote.LIKE);
    }

    public void dislike(Context ctx) {
        vote(ctx, Vote.DISLIKE);
    }

    public void unvote(Context ctx) {
        vote(ctx, null);
    }

    private void vote(Context ctx, Vote vote) {
        Json.answer(ctx, json(posts.vote(reader(ctx), id(ctx), vote)));
    }

    private static String text(Context ctx) {
        JsonBody body = JsonBody.read(ctx);
        String text = body.text("text");
        body.check();
        return text;
    }

    private static User reader(Context ctx) {
        return Bearer.client(ctx).user();
    }

    private static String id(Context ctx) {
        return ctx.pathParam("id");
    }

    private static Map<String, Object> json(Post post) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", post.id());
        json.put("author", post.author());
        json.put("text", post.text());
        json.put("likes", post.likes());
        json.put("dislikes", post.dislikes());
        json.put("my_vote", post.myVote() == null ? null : post.myVote().inWords());
        json.put("created_at", UserJson.time(post.createdAt()));
        json.put("updated_at", UserJson.time(post.updatedAt()));
        return json;
    }
}
