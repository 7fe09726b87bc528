package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import whoami.Problem;
import whoami.Tx;
import whoami.mail.Letter;
import whoami.mail.Outbox;

/** The letters that ask to confirm an address. Nobody needs many of them, and the mailbox may be a stranger's. */
record ConfirmationLetters(Outbox outbox, InstantSource clock) {
    private static final Duration BETWEEN_TWO = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** The first one, and five more. */
    private static final int A_DAY = 6;

    /** @throws Problem too many, with the time to wait */
    void sendFirst(Tx tx, User user, String email) {
        refuse(wait(sent(tx, user), A_DAY, DAY));
        outbox.add(tx, Letter.Kind.CONFIRM_EMAIL, user.id(), email);
    }

    /** @throws Problem too many, with the time to wait */
    void sendAgain(Tx tx, User user) {
        refuse(waitForAnother(tx, user));
        outbox.add(tx, Letter.Kind.CONFIRM_EMAIL, user.id(), user.unconfirmedEmail());
    }

    /** How long until the letter may be sent again; zero for now. */
    Duration waitForAnother(Tx tx, User user) {
        List<Instant> sent = sent(tx, user);
        Duration shortly = wait(sent, 1, BETWEEN_TWO);
        Duration today = wait(sent, A_DAY, DAY);
        return shortly.compareTo(today) > 0 ? shortly : today;
    }

    private List<Instant> sent(Tx tx, User user) {
        return outbox.since(tx, Letter.Kind.CONFIRM_EMAIL, user.id(), DAY);
    }

    /** If there were as many in the time, until one of them is as old. */
    private Duration wait(List<Instant> sent, int most, Duration time) {
        Instant now = clock.instant();
        List<Instant> recent =
                sent.stream().filter(at -> at.plus(time).isAfter(now)).toList();
        return recent.size() < most
                ? Duration.ZERO
                : Duration.between(now, recent.get(recent.size() - most).plus(time));
    }

    private static void refuse(Duration wait) {
        if (!wait.isZero()) {
            throw Problem.tooMany(wait);
        }
    }
}
