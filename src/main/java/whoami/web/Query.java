package whoami.web;

import io.javalin.http.Context;
import java.util.Map;
import whoami.Problem;

/** What a request asks for behind the question mark. */
public final class Query {
    private Query() {}

    /** @return the value, or an empty text */
    public static String text(Context ctx, String name) {
        String value = ctx.queryParam(name);
        return value == null ? "" : value;
    }

    /** @throws Problem invalid, if more are asked for than there may be, or nonsense */
    public static int limit(Context ctx, int otherwise, int most) {
        String typed = ctx.queryParam("limit");
        if (typed == null) {
            return otherwise;
        }
        if (!typed.matches("\\d{1,4}") || Integer.parseInt(typed) < 1 || Integer.parseInt(typed) > most) {
            throw Problem.invalid(Map.of("limit", "This must be a number from 1 to " + most + "."));
        }
        return Integer.parseInt(typed);
    }
}
