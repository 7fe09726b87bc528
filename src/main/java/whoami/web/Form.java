package whoami.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import whoami.Problem;

/**
 * What somebody typed into a form, and what was wrong with it.
 *
 * @param message about the form as a whole, or null
 * @param errors the reason by the name of each wrong field
 */
public record Form(Map<String, List<String>> fields, String message, Map<String, String> errors) {
    /** Our largest form has a handful. Thousands of them, kept while a log-in waits for its hash, would fill the memory. */
    private static final int MAX_FIELDS = 20;

    /** In UTF-8 only, as our pages send it: another charset would be another text for the same bytes, or none at all. */
    private static final Pattern URL_ENCODED =
            Pattern.compile("(?i)application/x-www-form-urlencoded\\s*(;\\s*charset=\"?utf-8\"?\\s*)?;?");

    /** Without the values: one of them is a password. */
    @Override
    public String toString() {
        return "Form" + fields.keySet();
    }

    public static Form empty() {
        return new Form(Map.of(), null, Map.of());
    }

    /** @param value null for none */
    public static Form with(String field, String value) {
        return value == null ? empty() : new Form(Map.of(field, List.of(value)), null, Map.of());
    }

    static Form read(Context ctx) {
        String type = ctx.header("Content-Type");
        if (type == null || !URL_ENCODED.matcher(type).matches()) {
            throw new UnsupportedMediaTypeResponse();
        }
        if (ctx.body().chars().filter(character -> character == '&').count() > MAX_FIELDS) {
            throw new BadRequestResponse();
        }
        return new Form(ctx.formParamMap(), null, Map.of());
    }

    /** For a form whose fields may all be left out, as by a program that only presses the button. */
    static Form readOptional(Context ctx) {
        // as bytes: in which charset they are has not been looked at yet
        return ctx.bodyAsBytes().length == 0 ? empty() : read(ctx);
    }

    Form refused(Problem problem) {
        return new Form(fields, problem.getMessage(), problem.errors());
    }

    /** @return what was typed, or nothing; never null */
    public String value(String field) {
        List<String> values = fields.getOrDefault(field, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    /** What was typed into the fields of all other names, to be sent along once more. */
    public Map<String, String> others(String name) {
        Map<String, String> others = new LinkedHashMap<>();
        fields.keySet().stream().filter(field -> !field.equals(name)).forEach(field -> others.put(field, value(field)));
        return others;
    }

    /** @return the reason, or null */
    public String error(String field) {
        return errors.get(field);
    }
}
