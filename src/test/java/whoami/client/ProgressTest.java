package whoami.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void on_a_terminal_a_bar_is_drawn_over_and_over_and_what_is_said_stands_above_it() {
        String drawn = run(true);
        List<String> lines = drawn.lines().toList();
        assertTrue(drawn.contains("\rbeside it "), drawn);
        assertTrue(drawn.contains("\rat work 100% [=="), drawn);
        assertEquals("", lines.get(lines.size() - 1).strip().replaceFirst("at work 100% \\[=+] 3/3 .*", ""), drawn);
    }

    @Test
    void anywhere_else_it_is_plain_lines_and_none_twice() {
        String[] lines = run(false).split("\\R");
        assertTrue(List.of(lines).contains("beside it"), List.of(lines).toString());
        assertTrue(
                lines[lines.length - 1].startsWith("at work: 3 of 3 steps, "),
                List.of(lines).toString());
        assertEquals(lines.length, List.of(lines).stream().distinct().count());
    }

    private String run(boolean terminal) {
        var screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
        try (var progress = new Progress(screen, 3)) {
            progress.step();
            screen.say("beside it");
            progress.step();
            progress.step();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
