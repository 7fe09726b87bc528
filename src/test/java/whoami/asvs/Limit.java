package whoami.asvs;

import java.time.Duration;
import java.util.function.Supplier;
import whoami.Browser.Answer;
import whoami.HandSetClock;

/**
 * What a limit is like to somebody who does not give up: found out by trying.
 *
 * @param free how many tries nobody has to wait after
 */
record Limit(int free, Duration firstWait, Duration secondWait, Duration longestWait) {
    private static final int TOO_MANY = 429;
    private static final int FREE_AT_MOST = 1_000;
    private static final int PATIENCE = 20;

    static Limit of(HandSetClock clock, Supplier<Answer> attempt) {
        int tries = 0;
        Answer answer = attempt.get();
        while (answer.status() != TOO_MANY && tries < FREE_AT_MOST) {
            tries++;
            answer = attempt.get();
        }
        Duration first = wait(answer);
        Duration second = waitAfter(clock, first, attempt);
        Duration longest = second;
        Duration last = second;
        for (int i = 0; i < PATIENCE; i++) {
            last = waitAfter(clock, last, attempt);
            longest = last.compareTo(longest) > 0 ? last : longest;
        }
        // the last of them is the one that had to be waited after
        return new Limit(tries - 1, first, second, longest);
    }

    private static Duration waitAfter(HandSetClock clock, Duration wait, Supplier<Answer> attempt) {
        clock.pass(wait);
        attempt.get();
        return wait(attempt.get());
    }

    private static Duration wait(Answer answer) {
        return Duration.ofSeconds(Long.parseLong(answer.expect(TOO_MANY).header("Retry-After")));
    }

    /** As the documentation has it, in the columns of its table. */
    String inWords() {
        return "%d | %d s, %s | %d min"
                .formatted(
                        free,
                        firstWait.toSeconds(),
                        secondWait.equals(firstWait.multipliedBy(2)) ? "doubling" : secondWait,
                        longestWait.toMinutes());
    }
}
