package whoami.web;

import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.util.List;
import java.util.Map;
import whoami.Problem;

/**
 * What somebody typed into a form, and what was wrong with it.
 *
 * @param message about the form as a whole, or null
 * @param errors the reason by the name of each wrong field
 */
public record Form(Map<String, List<String>> fields, String message, Map<String, String> errors) {
    static Form empty() {
        return new Form(Map.of(), null, Map.of());
    }

    static Form with(String field, String value) {
        return new Form(Map.of(field, List.of(value)), null, Map.of());
    }

    static Form read(Context ctx) {
        if (!ctx.isFormUrlencoded()) {
            throw new UnsupportedMediaTypeResponse();
        }
        return new Form(ctx.formParamMap(), null, Map.of());
    }

    Form refused(Problem problem) {
        return new Form(fields, problem.getMessage(), problem.errors());
    }

    /** @return what was typed, or nothing; never null */
    public String value(String field) {
        List<String> values = fields.getOrDefault(field, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    /** @return the reason, or null */
    public String error(String field) {
        return errors.get(field);
    }
}
