-- When the password was last proved in a session: what is dangerous asks for it again after a while.
ALTER TABLE sessions ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;

-- What happened to an account, for its owner to see.
CREATE TABLE events (
    id         TEXT PRIMARY KEY,
    user_id    TEXT REFERENCES users (id) ON DELETE CASCADE,  -- NULL where somebody tried a name that nobody has
    at         BIGINT NOT NULL,
    what       TEXT NOT NULL,
    address    TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    request_id TEXT NOT NULL
);

CREATE INDEX events_by_user ON events (user_id, at);
CREATE INDEX events_by_time ON events (at);
