package whoami.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import whoami.MailServer;
import whoami.PostgresServer;
import whoami.chaos.Proxy.Mode;

/** What the server needs over a network is dead, slow, or breaks off in the middle of a word. */
@EnabledIfSystemProperty(named = "chaos", matches = "true")
class NetworkIT {
    private static final int TIMES = 10;

    @TempDir
    static Path data;

    @TempDir
    Path folder;

    private static PostgresServer postgres;

    private final Books books = new Books();

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = new PostgresServer(data.resolve("data"));
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @Test
    void postgresql_is_killed_and_started_again() throws Exception {
        onPostgres("PostgreSQL killed and started again", 3, (proxy, crowd) -> {
            postgres.kill();
            crowd.awaitBroken(10);
            postgres.start();
        });
    }

    @Test
    void connections_to_postgresql_are_cut() throws Exception {
        onPostgres("connections to PostgreSQL cut", TIMES, (proxy, crowd) -> proxy.cutAll());
    }

    @Test
    void what_goes_to_postgresql_and_back_is_halved() throws Exception {
        onPostgres("packets to and from PostgreSQL halved", TIMES, (proxy, crowd) -> {
            proxy.set(Mode.HALVE);
            crowd.awaitBroken(5);
            proxy.set(Mode.PASS);
        });
    }

    @Test
    void what_goes_to_postgresql_and_back_is_late() throws Exception {
        onPostgres("packets to and from PostgreSQL 50 ms late", 1, (proxy, crowd) -> {
            proxy.set(Mode.DELAY);
            crowd.awaitWhole(5);
            proxy.set(Mode.PASS);
        });
    }

    @Test
    void postgresql_takes_connections_and_says_nothing() throws Exception {
        onPostgres("PostgreSQL silent", 1, (proxy, crowd) -> {
            proxy.set(Mode.SILENT);
            crowd.awaitBroken(10);
            proxy.set(Mode.CUT);
            proxy.set(Mode.PASS);
        });
    }

    /** Breaks something on the way to PostgreSQL, and mends it. */
    @FunctionalInterface
    private interface OnTheWay {
        void run(Proxy proxy, Crowd crowd) throws Exception;
    }

    private void onPostgres(String what, int times, OnTheWay fault) throws Exception {
        String url = postgres.make("chaos" + System.nanoTime());
        try (var proxy = new Proxy(postgres.port())) {
            String throughProxy = url.replaceFirst(":\\d+/", ":" + proxy.port() + "/");
            try (var server = new Server(folder, "DATABASE", throughProxy)) {
                long slowest = 0;
                Site site = Site.at(server.port);
                try (var crowd = new Crowd(site, books, false)) {
                    for (int i = 0; i < times; i++) {
                        crowd.awaitWhole(3);
                        fault.run(proxy, crowd);
                        slowest = Math.max(slowest, crowd.awaitWhole(1).toMillis());
                    }
                }
                report(
                        what,
                        times,
                        slowest,
                        books.broken(site, 0),
                        new Ledger(url.replace("postgres@localhost", "localhost") + "?user=postgres"));
            }
        }
    }

    private void report(String what, int times, long healed, List<String> lost, Ledger ledger) throws Exception {
        String seen = books.seen() + "; the next life done after " + healed + " ms at the most";
        report(what, times, seen, String.valueOf(books.claims(0)), lost, ledger);
    }

    private void report(String what, int times, String seen, String acknowledged, List<String> lost, Ledger ledger)
            throws Exception {
        ChaosTable.row(what, times, seen, acknowledged, lost);
        assertEquals(List.of(), lost);
        assertEquals(List.of(), ledger.halfMade());
        assertEquals(List.of(), books.unexpected());
    }

    @Test
    void a_mail_server_that_is_away() throws Exception {
        withMail("mail server away", Mode.CUT);
    }

    @Test
    void a_mail_server_that_says_nothing() throws Exception {
        withMail("mail server silent", Mode.SILENT);
    }

    @Test
    void a_mail_server_that_refuses() throws Exception {
        withMail("mail server refusing", Mode.REFUSE);
    }

    @Test
    void a_mail_server_that_is_slow() throws Exception {
        withMail("mail server slow", Mode.DELAY);
    }

    @Test
    void a_mail_server_that_breaks_off() throws Exception {
        withMail("mail server breaking off", Mode.HALVE);
    }

    private void withMail(String what, Mode mode) throws Exception {
        var mail = new MailServer();
        mail.start();
        var ledger = new Ledger("jdbc:sqlite:" + folder.resolve("whoami.db"));
        try (var proxy = new Proxy(mail.port());
                var server = new Server(folder, "SMTP", "smtp://127.0.0.1:" + proxy.port())) {
            Site site = Site.at(server.port);
            try (var crowd = new Crowd(site, books, true)) {
                crowd.awaitWhole(3);
                proxy.set(mode);
                crowd.awaitWhole(10);
                TimeUnit.SECONDS.sleep(3);
            }
            proxy.set(Mode.PASS);
            var letters = new Letters(mail, ledger, books);
            List<String> lost = new ArrayList<>(books.broken(site, 0));
            letters.hurry(server);
            lost.addAll(letters.lost());
            String acknowledged = books.claims(0) + "; letters twice: " + letters.twice();
            report(what, 1, books.seen(), acknowledged, lost, ledger);
        } finally {
            mail.stop();
        }
    }
}
