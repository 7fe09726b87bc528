package whoami.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * What the server has acknowledged, and what nobody knows as its answer was lost. A server may be in any state that fits what is
 * written here, and in no other.
 */
final class Books {
    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final Map<Draft, Integer> doubtful = new ConcurrentHashMap<>();
    /** By post, then by user: what the vote may be. More than one means that the answer to the last call is missing. */
    private final Map<String, Map<String, Set<Vote>>> votes = new ConcurrentHashMap<>();

    /** A post that was acknowledged. */
    record Post(String id, String author, String text) {
        /** As the server has it, which may not be letter by letter what was sent. */
        static Post of(String author, JsonNode json) {
            return new Post(
                    json.required("id").asText(), author, json.required("text").asText());
        }
    }

    /** A text that was sent. */
    record Draft(String author, String text) {}

    /** How often a post may have been voted for, in one way. */
    record Range(int least, int most) {
        boolean contains(int count) {
            return least <= count && count <= most;
        }

        @Override
        public String toString() {
            return least == most ? String.valueOf(least) : least + " to " + most;
        }
    }

    void posted(Post post) {
        posts.add(post);
    }

    /** The answer to a post was lost: it may be there now. */
    void doubt(Draft draft) {
        doubtful.merge(draft, 1, Integer::sum);
    }

    /** How many posts with this text may be there, besides the acknowledged ones. */
    int doubts(Draft draft) {
        return doubtful.getOrDefault(draft, 0);
    }

    int doubts() {
        return doubtful.values().stream().mapToInt(Integer::intValue).sum();
    }

    List<Post> postsOf(String author) {
        return posts.stream().filter(post -> post.author().equals(author)).toList();
    }

    int posts() {
        return posts.size();
    }

    Optional<String> anyPost(RandomGenerator random) {
        int written = posts.size();
        return written == 0
                ? Optional.empty()
                : Optional.of(posts.get(random.nextInt(written)).id());
    }

    /** A vote is about to be sent: until it is acknowledged, it may count already, or what was before it still. */
    void voting(String postId, String user, Vote vote) {
        votesOn(postId).merge(user, EnumSet.of(Vote.NONE, vote), (before, both) -> with(before, vote));
    }

    void voted(String postId, String user, Vote vote) {
        votesOn(postId).put(user, EnumSet.of(vote));
    }

    Range count(String postId, Vote vote) {
        int least = 0;
        int most = 0;
        for (Set<Vote> possible : votesOn(postId).values()) {
            if (possible.contains(vote)) {
                most++;
                least += possible.size() == 1 ? 1 : 0;
            }
        }
        return new Range(least, most);
    }

    /** Votes whose answer is known. */
    long votes() {
        return votes.values().stream()
                .flatMap(ofPost -> ofPost.values().stream())
                .filter(possible -> possible.size() == 1 && !possible.contains(Vote.NONE))
                .count();
    }

    private Map<String, Set<Vote>> votesOn(String postId) {
        return votes.computeIfAbsent(postId, first -> new ConcurrentHashMap<>());
    }

    private static Set<Vote> with(Set<Vote> before, Vote vote) {
        Set<Vote> both = EnumSet.copyOf(before);
        both.add(vote);
        return both;
    }
}
