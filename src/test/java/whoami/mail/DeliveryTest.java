package whoami.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;
import whoami.MailServer.ReceivedLetter;

class DeliveryTest {
    private static final String ANNS = "ann@example.org";

    @RegisterExtension
    final Lab lab = new Lab("SMTP", "on", "MAIL_FROM", "Accounts <accounts@example.com>");

    @Test
    void a_letter_is_text_and_html_with_the_same_words_and_the_same_link() {
        signUp();
        ReceivedLetter letter = lab.letters(ANNS).get(0);
        assertEquals("Accounts <accounts@example.com>", letter.from());
        assertEquals("Please confirm your e-mail address", letter.subject());
        assertTrue(letter.text().startsWith("Hello,\n\nPlease confirm that ann@example.org is yours:\n\nhttp://"));
        var html = Jsoup.parse(letter.html());
        assertTrue(html.select("a").attr("href").endsWith(letter.path()));
        for (String paragraph : letter.text().strip().split("\n\n")) {
            assertTrue(paragraph.startsWith("http") || html.text().contains(paragraph), paragraph);
        }
    }

    @Test
    void a_mail_server_that_is_away_slows_nobody_and_loses_nothing() {
        lab.mail().stop();
        signUp();
        lab.deliver();
        assertEquals(1, outbox("tries = 1 AND sent_at IS NULL AND failure IS NOT NULL"));
        lab.mail().start();
        lab.deliver();
        assertEquals(0, lab.letters(ANNS).size(), "not before its time");
        lab.clock.pass(Duration.ofMinutes(2));
        assertEquals(1, lab.letters(ANNS).size());
        lab.clock.pass(Duration.ofHours(1));
        assertEquals(1, lab.letters(ANNS).size(), "and not twice");
        assertEquals(1, outbox("sent_at IS NOT NULL AND next_try_at IS NULL AND failure IS NULL"));
        lab.browser().post(lab.link(ANNS)).expect(303);
    }

    @Test
    void the_waits_rise_from_2_minutes_to_4_hours() {
        assertEquals(
                List.of(2L, 4L, 8L, 16L, 32L, 64L, 128L, 240L, 240L),
                List.of(1, 2, 3, 4, 5, 6, 7, 8, 30).stream()
                        .map(tries -> new Letter("id", Letter.Kind.RESET_PASSWORD, "user", ANNS, Instant.EPOCH, tries)
                                .waitForNextTry()
                                .toMinutes())
                        .toList());
    }

    @Test
    void after_a_day_a_letter_is_given_up_and_kept_for_a_look() {
        lab.mail().stop();
        signUp();
        for (int hour = 0; hour < 30; hour++) {
            lab.deliver();
            lab.clock.pass(Duration.ofHours(1));
        }
        int tries = lab.database()
                .read(tx -> tx.one(row -> row.getInt("tries"), "SELECT tries FROM outbox"))
                .orElseThrow();
        assertTrue(tries >= 8 && tries <= 13, tries + " tries");
        assertEquals(1, outbox("next_try_at IS NULL AND sent_at IS NULL AND failure LIKE '%connect%'"));
        lab.mail().start();
        lab.clock.pass(Duration.ofHours(4));
        assertEquals(0, lab.letters(ANNS).size());
        lab.clock.pass(Duration.ofDays(90));
        lab.janitor().round();
        assertEquals(0, outbox("1 = 1"));
    }

    @Test
    void a_restart_forgets_no_letter() {
        lab.mail().stop();
        signUp();
        lab.deliver();
        lab.stop();
        lab.mail().start();
        lab.restart();
        lab.clock.pass(Duration.ofMinutes(2));
        assertEquals(1, lab.letters(ANNS).size());
    }

    @Test
    void a_letter_whose_sender_died_in_the_middle_is_due_again_after_a_while() {
        lab.mail().stop();
        signUp();
        lab.deliver();
        lab.database()
                .execute(tx -> tx.update("UPDATE outbox SET tries = 5, next_try_at = ?", lab.clock.millis() + 1000));
        lab.mail().start();
        lab.clock.pass(Duration.ofSeconds(1));
        assertEquals(1, lab.letters(ANNS).size());
    }

    @Test
    void a_sign_up_that_comes_to_nothing_sends_nothing() {
        lab.refuse("INSERT ON outbox", "1 = 1", "no space");
        lab.browser().signUp("ann", Lab.PASSWORD, ANNS).expect(500);
        lab.refuseNoMore("outbox");
        lab.deliver();
        lab.browser().signUp("ann", Lab.PASSWORD, ANNS).expect(303);
        assertEquals(1, lab.letters(ANNS).size());
    }

    @Test
    void a_letter_that_cannot_be_written_keeps_no_other_from_being_sent() {
        lab.mail().stop();
        signUp();
        lab.deliver();
        lab.refuse("INSERT ON tokens", "NEW.email = '" + ANNS + "'", "poison");
        lab.browser().signUp("bob", Lab.PASSWORD, "bob@example.org").expect(303);
        lab.mail().start();
        lab.clock.pass(Duration.ofMinutes(2));
        assertEquals(1, lab.letters("bob@example.org").size());
        assertEquals(1, outbox("failure LIKE '%poison%' AND tries = 2"));
    }

    @Test
    void letters_go_out_by_themselves() throws InterruptedException {
        signUp();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); outbox("sent_at IS NOT NULL") == 0; ) {
            assertTrue(System.nanoTime() < end, "still there");
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertEquals(1, lab.letters(ANNS).size());
    }

    /** Somebody who reads the database, or a backup of it, gets into no account by that. */
    @Test
    void no_link_can_be_told_from_the_database() {
        lab.confirmed("ann", ANNS);
        lab.browser().post("/forgot", "username", "ann").expect(303);
        String token = lab.link(ANNS).replace("/reset/", "");
        assertEquals(43, token.length());
        for (String table : List.of("users", "sessions", "tokens", "outbox", "events", "throttle")) {
            String all = lab.database()
                    .read(tx -> tx.list(DeliveryTest::everything, "SELECT * FROM " + table))
                    .toString();
            assertFalse(all.contains(token), table);
        }
    }

    private static String everything(java.sql.ResultSet row) throws java.sql.SQLException {
        var text = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            text.append(row.getString(i)).append(' ');
        }
        return text.toString();
    }

    private void signUp() {
        lab.browser().signUp("ann", Lab.PASSWORD, ANNS).expect(303);
    }

    private int outbox(String condition) {
        return lab.rows("outbox WHERE " + condition);
    }
}
