package whoami.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import whoami.Problem;

/**
 * The JSON object that a program has sent. Each member is asked for by name and type, and {@link #check} refuses what is missing, of
 * another type, or was not asked for: so no member of an object of ours is ever set by accident.
 */
final class JsonBody {
    private static final Pattern JSON = Pattern.compile("(?i)application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
    private static final int DEEPEST = 5;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
    }

    private final JsonNode object;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, String> errors = new LinkedHashMap<>();

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    static JsonBody read(Context ctx) {
        String type = ctx.header("Content-Type");
        if (type == null || !JSON.matcher(type.strip()).matches()) {
            throw new UnsupportedMediaTypeResponse();
        }
        try {
            JsonNode node = MAPPER.readTree(ctx.bodyAsBytes());
            if (!node.isObject()) {
                throw Problem.malformed("The body must be a JSON object.");
            }
            return new JsonBody(node);
        } catch (JsonProcessingException e) {
            throw Problem.malformed("This is no JSON that we take" + place(e.getLocation()) + ".");
        } catch (IOException e) {
            throw new BadRequestResponse();
        }
    }

    /** JSON can write halves of characters, which are none: two different texts would be the same in UTF-8. */
    private static boolean isText(JsonNode node) {
        return node.isTextual()
                && node.textValue().codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** A member that must be there. */
    String text(String name) {
        return optionalText(name).orElseGet(() -> {
            errors.putIfAbsent(name, "This is missing.");
            return "";
        });
    }

    /** Two names for one member, of which one must be there. */
    String either(String name, String otherName) {
        Optional<String> first = optionalText(name);
        Optional<String> second = optionalText(otherName);
        return first.or(() -> second).orElseGet(() -> text(name));
    }

    Optional<String> optionalText(String name) {
        return member(name, JsonBody::isText, "This must be a string.", JsonNode::textValue);
    }

    boolean flag(String name) {
        return member(name, JsonNode::isBoolean, "This must be true or false.", JsonNode::booleanValue)
                .orElse(false);
    }

    Optional<Integer> optionalNumber(String name) {
        return member(name, JsonNode::isInt, "This must be a whole number.", JsonNode::intValue);
    }

    /** @param choices what it may be, and what that means */
    <T> Optional<T> optionalChoice(String name, Map<String, T> choices) {
        Optional<String> text = optionalText(name);
        if (text.isPresent() && !choices.containsKey(text.get())) {
            String all = choices.keySet().stream()
                    .sorted()
                    .reduce((one, other) -> one + " or " + other)
                    .orElseThrow();
            errors.put(name, "This must be " + all + ".");
        }
        return text.map(choices::get);
    }

    /** @throws Problem invalid, with everything that is wrong with the object */
    void check() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!asked.contains(name)) {
                errors.put(name, "There is no such field here.");
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private <T> Optional<T> member(String name, Predicate<JsonNode> type, String rule, Function<JsonNode, T> value) {
        asked.add(name);
        JsonNode node = object.get(name);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        if (!type.test(node)) {
            errors.put(name, rule);
            return Optional.empty();
        }
        return Optional.of(value.apply(node));
    }
}
