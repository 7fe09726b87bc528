package whoami.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import whoami.Lab;

/** Whether anything takes longer where there are many: of all members, one at random is asked about each time. */
class GrowthBench {
    private static final int FEW = 1_000;
    private static final int MORE = 100_000;
    private static final int MANY = 1_000_000;
    private static final int ROUNDS = 300;

    /** For what takes so long that there is no time for all rounds. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private static final double MOST = 1.5;

    @RegisterExtension
    final Figures figures = new Figures("growth");

    @RegisterExtension
    final Lab few = new Lab("THROTTLE", "off");

    @RegisterExtension
    final Lab more = new Lab("THROTTLE", "off");

    @RegisterExtension
    final Lab many = new Lab("THROTTLE", "off");

    private interface Ask {
        /** @param member one at random */
        byte[] of(Site site, int member);
    }

    private static final Map<String, Ask> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("a user by name, as a log-in looks for", (site, i) -> site.ann.call("/api/users/" + Crowd.name(i)));
        KINDS.put("/me", (site, i) -> Connection.get("/me", Crowd.cookie(i)));
        KINDS.put(
                "search for users", (site, i) -> site.ann.call("/api/users?q=member&limit=20&after=" + Crowd.name(i)));
        KINDS.put("newest posts", (site, i) -> site.ann.get("/posts"));
        KINDS.put("posts in the middle", (site, i) -> site.ann.get("/posts?after=" + Crowd.postId(i)));
        KINDS.put("posts of one author", (site, i) -> site.ann.get("/posts?author=" + Crowd.name(i)));
        KINDS.put("devices", (site, i) -> Connection.get("/account/sessions", Crowd.cookie(i)));
        KINDS.put("log-in with a hash of cost 4", (site, i) -> Member.logIn(Crowd.name(i)));
        KINDS.put(
                "sign-up with a hash of cost 4", (site, i) -> Member.register("new" + site.random.nextLong(1L << 50)));
    }

    /** A site with so many members, and one who looks around there. */
    private record Site(Lab lab, int size, Connection connection, Member ann, Random random) {
        static Site of(Lab lab, int size, Member ann) throws IOException {
            return new Site(lab, size, new Connection(lab.port()), ann, new Random());
        }

        void ask(Ask kind, Times times) throws Exception {
            byte[] request = kind.of(this, 1 + random.nextInt(size));
            times.measure(() -> assertTrue(connection.exchange(request) < 400));
        }

        double bytesOfEach() throws IOException {
            return (double) Files.size(lab.databaseFile()) / size;
        }
    }

    @Test
    void few_and_many_side_by_side() throws Exception {
        Member annOfFew = fill(few, FEW);
        Member annOfMore = fill(more, MORE);
        Member annOfMany = fill(many, MANY);
        List<Site> sites =
                List.of(Site.of(few, FEW, annOfFew), Site.of(more, MORE, annOfMore), Site.of(many, MANY, annOfMany));
        figures.row(
                        "the database, for a user with a session and a post",
                        "%,.0f bytes",
                        sites.get(2).bytesOfEach())
                .beside("%,.0f at %,d", sites.get(1).bytesOfEach(), MORE)
                .ratioOfAtMost(sites.get(2).bytesOfEach() / sites.get(1).bytesOfEach(), MOST);
        for (var kind : KINDS.entrySet()) {
            // the first time warms up
            inTurn(sites, kind.getValue());
            report(kind.getKey(), inTurn(sites, kind.getValue()));
        }
        for (Site site : sites) {
            site.connection.close();
        }
    }

    /** While it is stopped, as its janitor would wait in vain to write. */
    private static Member fill(Lab lab, int size) throws Exception {
        try (var connection = new Connection(lab.port())) {
            Member ann = Member.join(connection, "ann");
            lab.stop();
            Crowd.join(lab.databaseFile(), size, lab.clock.instant());
            lab.restart();
            return ann;
        }
    }

    /** In turn, so that a busy moment of the machine hits all. */
    private static List<Times> inTurn(List<Site> sites, Ask kind) throws Exception {
        List<Times> times = List.of(new Times(), new Times(), new Times());
        long end = System.nanoTime() + LONGEST.toNanos();
        for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
            for (int i = 0; i < sites.size(); i++) {
                sites.get(i).ask(kind, times.get(i));
            }
        }
        return times;
    }

    private void report(String what, List<Times> times) {
        double ofMany = times.get(2).median();
        double ofFew = times.get(0).median();
        figures.row(what + ", p50 at %,d".formatted(MANY), "%.3f ms", ofMany)
                .beside("%.3f at %,d, %.3f at %,d", ofFew, FEW, times.get(1).median(), MORE)
                .ratioOfAtMost(ofMany / ofFew, MOST);
    }
}
