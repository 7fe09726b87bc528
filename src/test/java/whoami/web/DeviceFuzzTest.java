package whoami.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class DeviceFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void whatever_a_program_calls_itself_it_is_a_device_in_our_own_words(byte[] data) {
        String words = Device.inWords(new String(data, StandardCharsets.ISO_8859_1));
        assertTrue(words.matches("[A-Za-z ]+"), words);
    }
}
