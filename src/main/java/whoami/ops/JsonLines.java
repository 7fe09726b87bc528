package whoami.ops;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log for programs: each event is a JSON object on a line of its own. */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** Where a value goes in a message such as {@code "log-in user={} request={}"}, and what it is called there. */
    private static final Pattern PLACE = Pattern.compile("(?:(\\w+)=)?\\{}");

    private static final String UNKNOWN = "-";

    /** In ASCII alone, as some readers take other characters, such as U+2028, for the end of a line. */
    private final ObjectMapper json =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Override
    public byte[] encode(ILoggingEvent event) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("time", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        members.put("level", event.getLevel().toString());
        members.put("logger", event.getLoggerName());
        members.put("message", event.getFormattedMessage());
        named(event).forEach(members::putIfAbsent);
        if (event.getThrowableProxy() != null) {
            members.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line(members);
    }

    /** What the message calls by a name, such as the user and the id of the request, where they are known. */
    private static Map<String, String> named(ILoggingEvent event) {
        Map<String, String> named = new LinkedHashMap<>();
        Object[] values = event.getArgumentArray();
        Matcher place = PLACE.matcher(event.getMessage());
        for (int i = 0; values != null && i < values.length && place.find(); i++) {
            if (place.group(1) != null && values[i] != null && !values[i].equals(UNKNOWN)) {
                named.put(place.group(1), values[i].toString());
            }
        }
        return named;
    }

    private byte[] line(Map<String, String> members) {
        try {
            return (json.writeValueAsString(members) + "\n").getBytes(StandardCharsets.US_ASCII);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
