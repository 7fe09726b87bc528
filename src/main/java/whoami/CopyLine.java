package whoami;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A row as a line of the format of PostgreSQL's COPY, byte for byte as PostgreSQL itself writes it: so lines of both sides can be
 * compared.
 */
final class CopyLine {
    private static final byte[] NULL = {'\\', 'N'};
    private static final String ESCAPED = "\b\f\n\r\t\u000b\\";
    private static final String LETTERS = "bfnrtv\\";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** @param value in UTF-8, or null */
    void add(byte[] value) {
        if (line.size() > 0) {
            line.write('\t');
        }
        if (value == null) {
            line.writeBytes(NULL);
        } else {
            escape(value);
        }
    }

    byte[] end() {
        line.write('\n');
        return line.toByteArray();
    }

    /** Whether PostgreSQL takes it for a text: no NUL, and no half of a character. */
    static boolean isText(byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .chars()
                    .allMatch(c -> c != 0);
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private void escape(byte[] value) {
        for (byte b : value) {
            int special = ESCAPED.indexOf(b);
            if (special >= 0) {
                line.write('\\');
            }
            line.write(special < 0 ? b : LETTERS.charAt(special));
        }
    }
}
