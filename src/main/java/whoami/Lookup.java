package whoami;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Looks something up by its key, and does not ask the database again while nothing at all has been committed to it, by whatever
 * process: what was taken away is gone on the very next request. PostgreSQL cannot be seen into, so it is asked each time.
 */
public final class Lookup<T> {
    /** Each takes about a kilobyte. */
    private static final int MOST = 1_000;

    private final Database database;
    private final Optional<WalIndex> index;
    private final BiFunction<Tx, String, Optional<T>> query;
    private volatile Known<T> known = new Known<>(ByteBuffer.allocate(0), Map.of());

    /** What was read since the mark was made. */
    private record Known<T>(ByteBuffer mark, Map<String, T> found) {}

    Lookup(Database database, Optional<WalIndex> index, BiFunction<Tx, String, Optional<T>> query) {
        this.database = database;
        this.index = index;
        this.query = query;
    }

    public Optional<T> find(String key) {
        return index.isEmpty() ? read(key) : find(key, current(index.get()));
    }

    private Known<T> current(WalIndex index) {
        Known<T> current = known;
        if (!index.isStill(current.mark)) {
            // the mark is made before anything is read: a commit in between makes it old, and nothing else
            current = new Known<>(index.mark(), new ConcurrentHashMap<>());
            known = current;
        }
        return current;
    }

    private Optional<T> find(String key, Known<T> current) {
        T found = current.found.get(key);
        if (found != null) {
            return Optional.of(found);
        }
        Optional<T> read = read(key);
        read.filter(row -> current.found.size() < MOST).ifPresent(row -> current.found.put(key, row));
        return read;
    }

    private Optional<T> read(String key) {
        return database.read(tx -> query.apply(tx, key));
    }
}
