package whoami.web;

import static whoami.web.View.PAGES;

import io.javalin.http.Context;
import whoami.Problem;
import whoami.account.User;
import whoami.account.Users;
import whoami.post.Post;
import whoami.post.Posts;
import whoami.post.Vote;

/** What people write, the newest first. */
public record Feed(Posts posts, Users users, View view) {
    private static final int POSTS_ON_A_PAGE = 20;

    /**
     * Which part of it somebody looks at: every button leads back there.
     *
     * @param author whose posts, or an empty text for everybody's
     * @param after the post that the page before ended with, or an empty text
     */
    public record Place(String author, String after) {
        static Place of(Context ctx) {
            return new Place(Query.text(ctx, "author"), Query.text(ctx, "after"));
        }

        public boolean isStart() {
            return author.isEmpty() && after.isEmpty();
        }

        public Place older(String lastId) {
            return new Place(author, lastId);
        }

        public Place newest() {
            return new Place(author, "");
        }

        /** For the end of an address. */
        public String query() {
            String ofAuthor = author.isEmpty() ? "" : "&author=" + View.encode(author);
            String ofAfter = after.isEmpty() ? "" : "&after=" + View.encode(after);
            return (ofAuthor + ofAfter).replaceFirst("&", "?");
        }
    }

    public void show(Context ctx) {
        Page page = view.page(ctx);
        Place place = Place.of(ctx);
        View.show(ctx, PAGES.posts(page, posts(page.user(), place), place, Form.empty()));
    }

    public void write(Context ctx) {
        Form form = Form.read(ctx);
        Page page = view.page(ctx);
        try {
            posts.write(page.user(), form.value("text"));
            View.redirect(ctx, "/posts");
        } catch (Problem problem) {
            Place start = new Place("", "");
            View.showAgain(ctx, problem, PAGES.posts(page, posts(page.user(), start), start, form.refused(problem)));
        }
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

    public void delete(Context ctx) {
        User user = view.page(ctx).user();
        posts.delete(user, ctx.pathParam("id"), user.isAdmin());
        View.redirect(ctx, "/posts" + Place.of(ctx).query());
    }

    private void vote(Context ctx, Vote vote) {
        Post post = posts.vote(view.page(ctx).user(), ctx.pathParam("id"), vote);
        View.redirect(ctx, "/posts" + Place.of(ctx).query() + "#" + post.id());
    }

    private Post.Page posts(User reader, Place place) {
        User author = place.author().isEmpty() ? null : users.named(place.author());
        return posts.page(reader, author, place.after(), POSTS_ON_A_PAGE);
    }
}
