package whoami.client;

import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The whole run: people live, the table is shown, the server is checked, and the people are deleted. */
final class Activity {
    /** Once a stop is asked for: for calls under way, and for deleting what was made. Whoever stops us is waiting. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(2);

    private static final Duration CLEARING_UP = Duration.ofSeconds(6);

    /** For so long a server may be away, or say that it is unavailable: more than a restart takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Plan plan;
    private final Stop stop;
    private final Screen screen;
    private final Lanes lanes;
    private final Tally tally = new Tally();
    private final Books books = new Books();
    private final Findings findings = new Findings();
    private final Calls calls;
    private final Api api;
    private final List<Person> people;
    private final AtomicInteger arrivals = new AtomicInteger();

    Activity(Plan plan, Stop stop, Screen screen) {
        this.plan = plan;
        this.stop = stop;
        this.screen = screen;
        this.lanes = new Lanes(plan.concurrency());
        this.calls = new Calls(tally, new Waits(screen::say), stop, PATIENCE);
        this.api = new Api(plan, calls);
        this.people = people();
    }

    private List<Person> people() {
        var words = new Words(plan.seed());
        var passwords = new Passwords(new SecureRandom());
        return Stream.generate(() -> new Person(words.next(plan.posts()), passwords.draw(), api))
                .limit(plan.users())
                .toList();
    }

    /**
     * @return the exit code: 1 where something was found, or could not be looked for
     * @throws CannotStart if there is no server, or it does not take the first of the users
     */
    int run() {
        requireServer();
        screen.say("seed " + plan.seed() + ": " + plan.users() + " users, " + plan.concurrency() + " at once, on "
                + plan.url());
        long start = System.nanoTime();
        signUpFirst();
        live();
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        new Report(tally.lines(), time, plan.concurrency()).table().forEach(screen::say);
        if (!stop.isAsked()) {
            check();
        }
        if (!plan.keep()) {
            delete();
        }
        return verdict();
    }

    private void requireServer() {
        int status;
        try {
            status = calls.statusOf(HttpRequest.newBuilder(plan.at("/health"))).join();
        } catch (CompletionException e) {
            throw new CannotStart("there is no server at " + plan.url());
        }
        if (status != 200) {
            String kind = status < 500 ? " is no whoami server" : " is not well";
            throw new CannotStart("what is at " + plan.url() + kind + ": /health answers " + status);
        }
    }

    /** Alone, so that a server that takes nobody, or has seen this seed before, is left as it was. */
    private void signUpFirst() {
        try {
            stop.await(people.get(0).signUp(), LAST_CALLS);
        } catch (CompletionException e) {
            throw e.getCause() instanceof Unexpected refusal ? refused(refusal.answer()) : e;
        }
    }

    private CannotStart refused(Answer answer) {
        return new CannotStart(
                answer.status() == 409
                        ? "the users of seed " + plan.seed()
                                + " have been on this server before, and a name is never free again: take another seed"
                        : "the server does not take users: " + answer);
    }

    private void live() {
        try (var progress = new Progress(screen, (long) plan.users() * Life.steps(plan))) {
            stop.await(lanes.run(people, person -> live(person, progress)), LAST_CALLS);
        }
    }

    private CompletableFuture<Void> live(Person person, Progress progress) {
        CompletableFuture<Void> life = unlessStopped(() -> person.mayExist() ? done() : person.signUp())
                .thenCompose(signedUp -> unlessStopped(person::logIn))
                .thenRun(this::tellOfHashing);
        for (Life.Step step : new Life(person, api, books, findings).steps(plan.votes())) {
            life = life.thenCompose(before -> unlessStopped(() -> step.get().thenRun(progress::step)));
        }
        return life.exceptionally(this::note);
    }

    private CompletableFuture<Void> unlessStopped(Life.Step step) {
        return stop.isAsked() ? done() : step.get();
    }

    /** When everybody who acts at once has arrived: until then, the server was hashing and little else. */
    private void tellOfHashing() {
        int few = Math.min(plan.users(), plan.concurrency());
        if (arrivals.incrementAndGet() == few) {
            double each = (tally.meanSeconds(Kind.SIGN_UP) + tally.meanSeconds(Kind.LOG_IN)) / few;
            screen.say(String.format(
                    Locale.ROOT,
                    "%d users × 1 sign-up and 1 log-in ≈ %.1f s of hashing on this server%s",
                    plan.users(),
                    plan.users() * each,
                    plan.keep() ? "" : ", and as much again to delete them"));
        }
    }

    private void check() {
        Person reader = people.get(0);
        var audit = new Audit(reader, api, books, findings);
        stop.await(
                reader.logIn()
                        .thenCompose(in -> lanes.run(
                                there(),
                                person -> audit.check(person.username()).exceptionally(this::note)))
                        .thenCompose(checked -> reader.logOut())
                        .exceptionally(this::note),
                LAST_CALLS);
        if (stop.isAsked()) {
            return;
        }
        screen.say("checked " + books.posts() + " posts and " + books.votes() + " votes");
        if (books.doubts() > 0) {
            screen.say("posts whose answer was lost: " + books.doubts() + ", of which are there: " + audit.recovered());
        }
    }

    private void delete() {
        List<Person> there = there();
        stop.await(lanes.run(there, person -> person.delete().exceptionally(this::note)), CLEARING_UP);
        int left = there().size();
        screen.say("deleted " + (there.size() - left) + " users");
        if (left > 0) {
            screen.say("left on the server: " + left + " users, whose names end in " + Words.tag(plan.seed()));
        }
    }

    private List<Person> there() {
        return people.stream().filter(Person::mayExist).toList();
    }

    private int verdict() {
        List<String> found = findings.lines();
        if (stop.isAsked()) {
            screen.say("not checked to the end: " + stop.reason());
        } else {
            screen.say(found.isEmpty() ? "the server kept what it had acknowledged" : "findings: " + found.size());
        }
        found.forEach(line -> screen.say("  " + line));
        return found.isEmpty() && !stop.isAsked() ? 0 : 1;
    }

    /** Of a life that breaks off; unless it does so because all of them should. */
    private Void note(Throwable failure) {
        if (!stop.isAsked()) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            findings.note(cause instanceof Unexpected ? cause.getMessage() : cause.toString());
        }
        return null;
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
