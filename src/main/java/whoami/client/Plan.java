package whoami.client;

import java.net.URI;

/**
 * What was asked for.
 *
 * @param url of the server, without a slash at its end
 * @param posts of each user
 * @param votes of each user
 * @param concurrency how many users act at once
 */
record Plan(URI url, int users, int posts, int votes, int concurrency, long seed, boolean keep) {
    Plan {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        require(http && url.getHost() != null, "--url must be like http://localhost:7070");
        require(users > 0, "--users must be 1 or more");
        require(posts >= 0, "--posts must be 0 or more");
        require(votes >= 0, "--votes must be 0 or more");
        require(concurrency > 0, "--concurrency must be 1 or more");
        url = URI.create(url.toString().replaceFirst("/+$", ""));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    URI at(String path) {
        return URI.create(url + path);
    }
}
