package whoami;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Whatever stands in the environment, it is settings or one clear line. */
class SettingsFuzzTest {
    /** What they say is read from files, and those of the fuzzer's choice had better not be. */
    private static final Set<Setting> FILES = Set.of(Setting.TLS_CERT, Setting.TLS_KEY, Setting.JWT_KEY);

    @FuzzTest(maxDuration = "20s")
    void nonsense_is_told_in_one_line_and_nothing_else_is_thrown(byte[] data) {
        Map<String, String> values = new HashMap<>();
        for (String line : new String(data, StandardCharsets.UTF_8).split("\n")) {
            String[] pair = line.split("=", 2);
            if (pair.length == 2
                    && !pair[0].endsWith("_FILE")
                    && FILES.stream().noneMatch(file -> pair[0].equals(file.key()))) {
                values.put(pair[0], pair[1]);
            }
        }
        try {
            assertFalse(Settings.of(values).toString().isEmpty());
        } catch (StartupFailure told) {
            assertFalse(told.getMessage().isEmpty());
        }
    }
}
