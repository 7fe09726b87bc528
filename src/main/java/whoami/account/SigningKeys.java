package whoami.account;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import whoami.Database;
import whoami.Database.UniqueViolation;
import whoami.Ids;

/** The door to the keys that access tokens are signed with. All processes over one database share them. */
public final class SigningKeys {
    /** Long enough not to be noticed; a key that leaked without a word is worth nothing after it. */
    private static final Duration IN_USE = Duration.ofDays(90);

    /** Much longer than any token that was signed with it. */
    private static final Duration KEPT = IN_USE.plusDays(1);

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    private final Database database;
    private final SigningKeyDao keys = new SigningKeyDao();
    private final Ids ids;

    public SigningKeys(Database database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    /** All keys that there may be tokens of, the one to sign with first; a new one is made where that is due. */
    public List<SigningKey> current(Supplier<String> newJwk) {
        List<SigningKey> known = database.read(keys::newestFirst);
        if (isFresh(known)) {
            return known;
        }
        addTo(known, newJwk);
        return database.read(keys::newestFirst);
    }

    private void addTo(List<SigningKey> known, Supplier<String> newJwk) {
        String follows = known.isEmpty() ? "" : known.get(0).id();
        try {
            database.execute(tx -> keys.insert(tx, new SigningKey(ids.next(), newJwk.get(), now()), follows));
        } catch (UniqueViolation anotherProcessWasFaster) {
            log.info("Another process has just made the next key to sign with");
        }
    }

    public void deleteOld() {
        database.deleteInBatches((tx, most) -> keys.deleteBefore(tx, now().minus(KEPT), most));
    }

    private boolean isFresh(List<SigningKey> newestFirst) {
        return !newestFirst.isEmpty()
                && newestFirst.get(0).createdAt().plus(IN_USE).isAfter(now());
    }

    private Instant now() {
        return ids.clock().instant();
    }
}
