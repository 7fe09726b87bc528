package whoami.api;

import java.util.LinkedHashMap;
import java.util.Map;
import whoami.api.Jwt.Claims;

/**
 * Tokens whose signature was checked of late: checking one takes longer than all the rest of a call. It holds nothing that may
 * change: whether the grant still exists is asked for every call.
 */
final class RecentlyVerified {
    private static final int MOST = 10_000;

    private final Map<String, Claims> claims = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Claims> eldest) {
            return size() > MOST;
        }
    };

    synchronized Claims get(String token) {
        return claims.get(token);
    }

    synchronized void put(String token, Claims checked) {
        claims.put(token, checked);
    }
}
