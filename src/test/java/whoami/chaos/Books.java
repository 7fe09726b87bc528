package whoami.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was answered, and therefore has to be so from then on. */
final class Books {
    /** Something that a server has acknowledged. */
    @FunctionalInterface
    interface Claim {
        boolean holds(Site site) throws IOException, InterruptedException;
    }

    /** The claims of one person, by what they are about. What is under way is nobody's claim until it is answered. */
    static final class Page {
        final String name;
        final Map<String, Claim> claims = new ConcurrentHashMap<>();

        private Page(String name) {
            this.name = name;
        }
    }

    /** Good for longer than the ten minutes of an access token. */
    private static final List<String> LASTING = List.of("account", "session", "ended session", "post");

    private final List<Page> pages = new ArrayList<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final Queue<String> posts = new ConcurrentLinkedQueue<>();

    synchronized Page open(String name) {
        Page page = new Page(name);
        pages.add(page);
        return page;
    }

    synchronized void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    void unexpected(String what) {
        unexpected.add(what);
    }

    void posted(String id) {
        posts.add(id);
    }

    /** One that was written at the beginning, if there is any. */
    String anyPost() {
        return posts.peek();
    }

    synchronized int pages() {
        return pages.size();
    }

    /** Those whose sign-up was answered. */
    synchronized List<String> members() {
        return pages.stream()
                .filter(page -> page.claims.containsKey("account"))
                .map(page -> page.name)
                .toList();
    }

    int claims(int since) {
        return since(since).stream().mapToInt(page -> page.claims.size()).sum();
    }

    List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    synchronized String seen() {
        return seen.toString();
    }

    /** @return what does not hold, of those pages that were opened since */
    List<String> broken(Site site, int since) throws IOException, InterruptedException {
        List<String> broken = new ArrayList<>();
        for (Page page : since(since)) {
            for (var claim : page.claims.entrySet()) {
                if (!claim.getValue().holds(site)) {
                    broken.add(claim.getKey() + " of " + page.name);
                }
            }
        }
        return broken;
    }

    /** What is too old by now to be asked for is forgotten. */
    synchronized void keepLasting() {
        pages.forEach(page -> page.claims.keySet().retainAll(LASTING));
    }

    private synchronized List<Page> since(int first) {
        return List.copyOf(pages.subList(first, pages.size()));
    }
}
