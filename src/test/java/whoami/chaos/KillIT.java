package whoami.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import whoami.MailServer;

/** A server that is killed at full load: what it has answered is so, and goes on being so. */
class KillIT {
    private static final int KILLS = Integer.getInteger("chaos.kills", 2);
    private static final int LONGEST_MILLIS = 1_500;

    @TempDir
    Path folder;

    private final MailServer mail = new MailServer();
    private final Books books = new Books();
    private final Random random = new Random();

    @BeforeEach
    void startMail() {
        mail.start();
    }

    @AfterEach
    void stopMail() {
        mail.stop();
    }

    @Test
    void whatever_was_answered_is_there_after_kill_9_and_no_letter_is_lost() throws Exception {
        var ledger = new Ledger("jdbc:sqlite:" + folder.resolve("whoami.db"));
        List<String> lost = new ArrayList<>();
        int acknowledged = 0;
        int twice;
        try (var server = new Server(folder, "SMTP", mail.url())) {
            for (int i = 0; i < KILLS; i++) {
                int before = books.pages();
                Site site = Site.at(server.port);
                try (var crowd = new Crowd(site, books, true)) {
                    crowd.awaitWhole(1);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MILLIS));
                    server.kill();
                }
                server.start();
                lost.addAll(books.broken(Site.at(server.port), before));
                assertEquals(List.of("ok"), ledger.texts("PRAGMA integrity_check"));
                assertEquals(List.of(), ledger.halfMade());
                acknowledged += books.claims(before);
                books.keepLasting();
            }
            lost.addAll(books.broken(Site.at(server.port), 0));
            var letters = new Letters(mail, ledger, books);
            letters.hurry(server);
            lost.addAll(letters.lost());
            twice = letters.twice();
        }
        ChaosTable.row("kill -9 at full load", KILLS, books.seen(), acknowledged + "; letters twice: " + twice, lost);
        // one may be on its way at each kill
        assertTrue(twice <= KILLS + 1, twice + " letters twice");
        assertEquals(List.of(), lost);
        assertEquals(List.of(), books.unexpected());
    }
}
