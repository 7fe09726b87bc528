package whoami.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Random;
import whoami.Browser;
import whoami.Lab;
import whoami.Program;

/**
 * Somebody whom the fuzzer acts for.
 *
 * @param postId one of their own
 * @param credentials a header for each way in
 */
record Identity(String username, String postId, boolean admin, Map<String, String> credentials) {
    static Identity of(Lab lab, String username) {
        return make(lab, username, false);
    }

    static Identity admin(Lab lab, String username) {
        return make(lab, username, true);
    }

    private static Identity make(Lab lab, String username, boolean admin) {
        Browser browser = lab.loggedIn(username);
        if (admin) {
            lab.promote(username);
        }
        Program program = lab.program().logIn(username);
        String key = program.post("/api/keys", "name", "fuzz", "scope", "write")
                .expect(201)
                .at("/key");
        return new Identity(
                username,
                program.write("a post of " + username),
                admin,
                Map.of(
                        "Cookie", "whoami=" + browser.sessionId().orElseThrow(),
                        "Authorization", "Bearer " + program.accessToken(),
                        "X-API-KEY", key));
    }

    /** By the way in that such an address takes, or another one, or none. */
    void sign(RawRequest request, Random random) {
        boolean api = request.path.startsWith("/api");
        String header = switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> Words.pick(random, List.of("Cookie", "Authorization", "X-API-KEY"));
            case 2, 3 -> api ? "X-API-KEY" : "Cookie";
            default -> api ? "Authorization" : "Cookie";
        };
        if (!header.isEmpty()) {
            request.header(header, credentials.get(header));
        }
    }
}
