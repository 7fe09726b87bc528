package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import whoami.CommandLine.Action;

class CommandLineTest {
    @Test
    void without_arguments_it_runs() {
        assertEquals(new CommandLine(Action.RUN, null), CommandLine.parse());
    }

    @Test
    void it_takes_a_config_file_help_and_version() {
        assertEquals(new CommandLine(Action.RUN, Path.of("f")), CommandLine.parse("--config", "f"));
        assertEquals(Action.HELP, CommandLine.parse("--help").action());
        assertEquals(Action.HELP, CommandLine.parse("-h").action());
        assertEquals(Action.VERSION, CommandLine.parse("--version").action());
    }

    @Test
    void anything_else_is_refused() {
        assertThrows(StartupFailure.class, () -> CommandLine.parse("--prot", "1"));
        assertThrows(StartupFailure.class, () -> CommandLine.parse("--config"));
    }
}
