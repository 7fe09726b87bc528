package whoami.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final Logger logger = new LoggerContext().getLogger("whoami.Some");

    @Test
    void a_line_says_when_how_bad_who_and_what() throws IOException {
        JsonNode line = line("it is {}", null, "so");
        assertTrue(
                line.get("time").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"),
                line.toString());
        assertEquals("WARN", line.get("level").asText());
        assertEquals("whoami.Some", line.get("logger").asText());
        assertEquals("it is so", line.get("message").asText());
        assertEquals(4, line.size(), line.toString());
    }

    @Test
    void what_a_message_names_is_a_member_of_its_own_where_it_is_known() throws IOException {
        JsonNode line = line("{} user={} address={} request={}", null, "log-in", "-", "127.0.0.1", "r1");
        assertEquals(
                "log-in user=- address=127.0.0.1 request=r1",
                line.get("message").asText());
        assertEquals("127.0.0.1", line.get("address").asText());
        assertEquals("r1", line.get("request").asText());
        assertEquals(6, line.size(), line.toString());
    }

    @Test
    void a_message_cannot_pass_its_values_off_as_something_else() throws IOException {
        JsonNode line = line("level={} {}", null, "NONE", "user={} \"},{\"level\":\"NONE\"");
        assertEquals("WARN", line.get("level").asText());
        assertEquals(4, line.size(), line.toString());
    }

    @Test
    void an_exception_is_a_member_with_its_whole_stack() throws IOException {
        var cause = new IllegalArgumentException("first\nsecond");
        JsonNode line = line("request={} failed", new IllegalStateException("broken", cause), "r1");
        assertEquals("r1", line.get("request").asText());
        String exception = line.get("exception").asText();
        assertTrue(exception.startsWith("java.lang.IllegalStateException: broken"), exception);
        assertTrue(exception.contains("at " + JsonLinesTest.class.getName()), exception);
        assertTrue(exception.contains("Caused by: java.lang.IllegalArgumentException: first\nsecond"), exception);
    }

    @Test
    void nothing_makes_a_second_line_of_it() throws IOException {
        List<String> ends =
                new ArrayList<>(List.of("\n", "\r\n", "\r", "\u000b", "\f", "\u0085", "\u2028", "\u2029", "\ud800"));
        for (String end : ends) {
            JsonNode line = line("said {}", null, "this" + end + "and that");
            assertEquals("said this" + end + "and that", line.get("message").asText());
        }
    }

    private JsonNode line(String message, Throwable thrown, Object... values) throws IOException {
        var event = new LoggingEvent(JsonLinesTest.class.getName(), logger, Level.WARN, message, thrown, values);
        String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        assertTrue(line.matches("[ -~]+\n"), line);
        return new ObjectMapper().readTree(line);
    }
}
