package whoami.post;

import java.util.Locale;
import java.util.Map;
import whoami.Problem;

/** What may stand in a post: any script, and line breaks. */
final class PostText {
    /** In characters. */
    private static final int LONGEST = 2_000;

    private PostText() {}

    /**
     * @return the text as it is kept
     * @throws Problem invalid, with the reason beside {@code text}
     */
    static String checked(String typed) {
        // browsers send a line break as two characters
        String text = typed.replace("\r\n", "\n").replace('\r', '\n').strip();
        if (text.codePoints().allMatch(PostText::isInvisible)) {
            throw wrong("Please write something.");
        }
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST) {
            throw wrong(
                    String.format(Locale.ROOT, "Please use at most %,d characters: these are %,d.", LONGEST, length));
        }
        if (text.codePoints().anyMatch(PostText::isControl)) {
            throw wrong("Please use letters, and no control characters.");
        }
        return text;
    }

    private static boolean isInvisible(int point) {
        return Character.isWhitespace(point) || Character.getType(point) == Character.FORMAT;
    }

    private static boolean isControl(int point) {
        return Character.isISOControl(point) && point != '\n' && point != '\t';
    }

    private static Problem wrong(String reason) {
        return Problem.invalid(Map.of("text", reason));
    }
}
