package whoami.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import whoami.Database;
import whoami.Problem;
import whoami.Skew;
import whoami.Tx;
import whoami.account.MailToken.Purpose;

/**
 * The links in letters. A link works once and not for long, and remembers the address that it was sent to: whoever uses it can
 * read that mailbox, and nothing else is proved.
 */
public final class MailTokens {
    private static final String DEAD =
            "This link has been used already, is too old, or was overtaken by a later change.";

    private final Database database;
    private final UserDao users = new UserDao();
    private final MailTokenDao mailTokens = new MailTokenDao();
    private final Tokens tokens;
    private final InstantSource clock;

    public MailTokens(Database database, Tokens tokens, InstantSource clock) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @return the secret for the link, which nobody can tell a second time */
    String issue(Tx tx, Purpose purpose, User user, String email) {
        return issue(tx, purpose, user, email, clock.instant());
    }

    /** @param since when what it is for has happened */
    String issue(Tx tx, Purpose purpose, User user, String email, Instant since) {
        String secret = tokens.draw();
        Instant expiresAt = since.plus(purpose.life);
        mailTokens.insert(tx, new MailToken(Tokens.hash(secret), purpose, user.id(), email, since, expiresAt));
        return secret;
    }

    /** @throws Problem not found, in words for the one who followed a link that is dead */
    MailToken find(Tx tx, String secret, Purpose... purposes) {
        Instant now = clock.instant();
        return mailTokens
                .find(tx, Tokens.hash(secret), now)
                .filter(token -> List.of(purposes).contains(token.purpose()))
                .filter(token -> !Skew.isTooLate(token.expiresAt(), token.purpose().life, now))
                .orElseThrow(MailTokens::dead);
    }

    static Problem dead() {
        return Problem.notFound(DEAD);
    }

    /**
     * Of two who use a link at once, it works for one. The account that it opens is held from here on.
     *
     * @throws Problem not found
     */
    MailToken spend(Tx tx, String secret, Purpose purpose) {
        MailToken token = find(tx, secret, purpose);
        users.hold(tx, token.userId());
        if (!mailTokens.delete(tx, token.hash())) {
            throw dead();
        }
        return token;
    }

    void deleteOf(Tx tx, String userId, Purpose purpose) {
        mailTokens.deleteOf(tx, userId, purpose);
    }

    /** What was issued at this moment or later: of two who take an account back, the one who had it first is right. */
    void deleteSince(Tx tx, String userId, Instant at) {
        mailTokens.deleteSince(tx, userId, at);
    }

    List<MailToken> of(Tx tx, String userId) {
        return mailTokens.of(tx, userId, clock.instant());
    }

    public void deleteExpired() {
        database.deleteInBatches((tx, most) -> mailTokens.deleteExpired(tx, clock.instant(), most));
    }
}
