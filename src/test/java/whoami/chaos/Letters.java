package whoami.chaos;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import whoami.MailServer;

/** What has become of the letters to those whose sign-up was answered. */
record Letters(MailServer mail, Ledger ledger, Books books) {
    /** A letter that was not sent is tried again after two minutes and more; that they are over is written into its row. */
    void hurry(Server server) throws Exception {
        server.kill();
        ledger.change("UPDATE outbox SET next_try_at = 0 WHERE next_try_at IS NOT NULL");
        server.start();
    }

    /** @return those that never came */
    List<String> lost() throws SQLException {
        Crowd.await(this::areDelivered);
        Set<String> wanted = new HashSet<>(ledger.written());
        List<String> lost = new ArrayList<>();
        for (String name : books.members()) {
            if (wanted.contains(name) && count(name) == 0) {
                lost.add("letter to " + name);
            }
        }
        return lost;
    }

    /** How many came twice: only what was tried twice may. */
    int twice() throws SQLException {
        Set<String> triedAgain = new HashSet<>(ledger.texts("SELECT recipient FROM outbox WHERE tries > 1"));
        int twice = 0;
        for (String name : books.members()) {
            if (count(name) > 1) {
                assertTrue(triedAgain.contains(address(name)), count(name) + " letters to " + name);
                twice++;
            }
        }
        return twice;
    }

    private int count(String name) {
        return mail.letters(address(name)).size();
    }

    private static String address(String name) {
        return name + "@example.org";
    }

    private boolean areDelivered() {
        try {
            return ledger.texts("SELECT id FROM outbox WHERE next_try_at IS NOT NULL LIMIT 1")
                    .isEmpty();
        } catch (SQLException busy) {
            return false;
        }
    }
}
