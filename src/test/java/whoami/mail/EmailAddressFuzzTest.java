package whoami.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class EmailAddressFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void what_is_taken_for_an_address_is_the_same_one_when_it_is_read_again(byte[] data) {
        EmailAddress.parse(new String(data, StandardCharsets.UTF_8)).ifPresent(address -> {
            assertEquals(
                    Optional.of(address.key()),
                    EmailAddress.parse(address.text()).map(EmailAddress::key));
            assertTrue(
                    address.ascii().chars().allMatch(character -> character > ' ' && character < 127), address.ascii());
        });
    }
}
