package whoami;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import whoami.bench.Figures;

/** How long it takes to move to a PostgreSQL that keeps what it says it keeps. */
class CopyBench {
    private static final int USERS = 20_000;

    @RegisterExtension
    final Figures figures = new Figures("copy");

    @RegisterExtension
    final Lab lab = new Lab();

    @TempDir
    Path folder;

    @Test
    void twenty_thousand_users_move() throws IOException {
        fill();
        lab.stop();
        Path config = Files.writeString(
                folder.resolve("whoami.properties"), "WHOAMI_DATABASE=jdbc:sqlite:" + lab.databaseFile());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            String url = "jdbc:postgresql://postgres@localhost:" + postgres.getPort() + "/postgres";
            long start = System.nanoTime();
            int code = Subcommand.COPY.run(System.out, System.out, "--config", config.toString(), "--to", url);
            assertEquals(0, code);
            figures.row(
                            "%,d users with all that is theirs".formatted(USERS),
                            "%.1f s",
                            (System.nanoTime() - start) / 1e9)
                    .beside("%,d MB", Files.size(lab.databaseFile()) >> 20);
        }
    }

    /** For each user a session, three events, a grant with a token, a letter, a post and a vote. */
    private void fill() {
        insert(
                "users (id, username, username_key, email, email_key, password_hash, created_at, updated_at)",
                "id, 'user' || i, 'user' || i, 'user' || i || '@example.org', 'user' || i || '@example.org',"
                        + " '$2a$12$' || hex(randomblob(26)), i, i");
        insert(
                "sessions (id_hash, user_id, created_at, last_seen_at, expires_at, address, user_agent, attributes)",
                "lower(hex(randomblob(32))), id, i, i, i, '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64)', '{}'");
        for (int event = 0; event < 3; event++) {
            insert(
                    "events (id, user_id, at, what, address, user_agent, request_id)",
                    "lower(hex(randomblob(16))), id, i, 'LOG_IN', '192.0.2.1', 'Mozilla/5.0 (X11; Linux x86_64)', hex(randomblob(8))");
        }
        insert(
                "grants (id, user_id, created_at, last_used_at, expires_at, address, user_agent)",
                "id, id, i, i, i, '192.0.2.1', 'curl'");
        insert("refresh_tokens (token_hash, grant_id, created_at)", "lower(hex(randomblob(32))), id, i");
        insert(
                "outbox (id, kind, user_id, recipient, recipient_key, created_at, tries, sent_at)",
                "id, 'CONFIRM', id, 'user' || i || '@example.org', 'user' || i || '@example.org', i, 1, i");
        insert(
                "posts (id, author_id, text, likes, created_at, updated_at)",
                "id, id, 'This is post ' || i || ', which is as long as most of them are.', 1, i, i");
        insert("votes (post_id, user_id, vote, voted_at)", "id, id, 'LIKE', i");
    }

    private void insert(String into, String values) {
        lab.database()
                .execute(tx -> tx.update("WITH RECURSIVE series (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series"
                        + " WHERE i < " + USERS
                        + "), ids (i, id) AS (SELECT i, printf('%08x-0000-7000-8000-000000000000', i)"
                        + " FROM series) INSERT INTO " + into + " SELECT " + values + " FROM ids"));
    }
}
