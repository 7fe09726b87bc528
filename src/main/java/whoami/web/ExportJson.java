package whoami.web;

import java.util.LinkedHashMap;
import java.util.Map;
import whoami.account.Leaving.Export;
import whoami.account.User;
import whoami.post.Post;

/** What somebody takes along, as a program can read it too. */
final class ExportJson {
    private ExportJson() {}

    static Map<String, Object> members(Export export, Post.Export written) {
        User user = export.user();
        return object(
                "user",
                object(
                        "id", user.id(),
                        "username", user.username(),
                        "name", user.name(),
                        "email", user.email(),
                        "unconfirmed_email", user.unconfirmedEmail(),
                        "role", user.role(),
                        "created_at", user.createdAt(),
                        "updated_at", user.updatedAt()),
                "sessions",
                export.sessions().stream()
                        .map(session -> object(
                                "created_at", session.createdAt(),
                                "last_seen_at", session.lastSeenAt(),
                                "address", session.address(),
                                "user_agent", session.userAgent()))
                        .toList(),
                "programs",
                export.programs().stream()
                        .map(program -> object(
                                "created_at", program.createdAt(),
                                "last_used_at", program.lastUsedAt(),
                                "address", program.address(),
                                "user_agent", program.userAgent()))
                        .toList(),
                "keys",
                export.keys().stream()
                        .map(key -> object(
                                "name", key.name(),
                                "scope", key.scope(),
                                "created_at", key.createdAt(),
                                "last_used_at", key.lastUsedAt(),
                                "expires_at", key.expiresAt()))
                        .toList(),
                "events",
                export.events().stream()
                        .map(event -> object(
                                "at", event.at(),
                                "what", event.kind().inWords(),
                                "address", event.address(),
                                "user_agent", event.userAgent()))
                        .toList(),
                "letters",
                export.letters().stream()
                        .map(letter -> object(
                                "created_at", letter.createdAt(), "kind", letter.kind(), "to", letter.recipient()))
                        .toList(),
                "links",
                export.links().stream()
                        .map(link -> object(
                                "created_at", link.createdAt(),
                                "expires_at", link.expiresAt(),
                                "purpose", link.purpose(),
                                "sent_to", link.email()))
                        .toList(),
                "posts",
                written.posts().stream()
                        .map(post -> object(
                                "id", post.id(),
                                "text", post.text(),
                                "likes", post.likes(),
                                "dislikes", post.dislikes(),
                                "created_at", post.createdAt(),
                                "updated_at", post.updatedAt()))
                        .toList(),
                "votes",
                written.votes().stream()
                        .map(vote -> object(
                                "post_id", vote.postId(),
                                "vote", vote.vote().inWords(),
                                "at", vote.at()))
                        .toList());
    }

    /** @param members names and values in turn */
    private static Map<String, Object> object(Object... members) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            Object value = members[i + 1];
            boolean plain = value == null || value instanceof Map || value instanceof Iterable;
            object.put((String) members[i], plain ? value : value.toString());
        }
        return object;
    }
}
