package whoami.api;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import whoami.account.User;

/** A user as programs see one. Never with a hash. */
final class UserJson {
    private UserJson() {}

    /** What everybody who is logged in may know. */
    static Map<String, Object> open(User user) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", user.id());
        json.put("username", user.username());
        json.put("name", user.name());
        json.put("role", user.role().inWords());
        json.put("created_at", time(user.createdAt()));
        return json;
    }

    /** What users may know of themselves, and admins of all. */
    static Map<String, Object> full(User user) {
        Map<String, Object> json = open(user);
        json.put("email", user.email() == null ? user.unconfirmedEmail() : user.email());
        json.put("email_confirmed", user.email() != null);
        json.put("unconfirmed_email", user.unconfirmedEmail());
        json.put("disabled", user.disabled());
        json.put("updated_at", time(user.updatedAt()));
        return json;
    }

    static String time(Instant at) {
        return at == null ? null : at.toString();
    }
}
