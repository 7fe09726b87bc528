package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class CopyProgressTest {
    @Test
    void a_terminal_gets_a_bar_that_ends_full_below_the_lines() {
        String shown = shown(true);
        assertTrue(shown.matches("(?s).*\rusers +\n.*\rcopy 100%.* 2/2 .*\n"), shown);
    }

    @Test
    void anything_else_gets_the_lines_alone() {
        assertEquals("users\n", shown(false));
    }

    private static String shown(boolean terminal) {
        var out = new ByteArrayOutputStream();
        try (var progress = new CopyProgress(new PrintStream(out), terminal, 2)) {
            progress.step();
            progress.say("users");
            progress.step();
        }
        return out.toString().replace(System.lineSeparator(), "\n");
    }
}
