-- What somebody may do, and whether they may come in at all.
ALTER TABLE users ADD COLUMN role TEXT NOT NULL DEFAULT 'USER';
ALTER TABLE users ADD COLUMN disabled_at BIGINT;

-- A program's log-in. Deleting the row ends it: every access and refresh token of it is worth nothing on its next use.
CREATE TABLE grants (
    id           TEXT PRIMARY KEY,  -- no secret: access tokens name it as "sid"
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    address      TEXT NOT NULL,
    user_agent   TEXT NOT NULL
);

CREATE INDEX grants_by_user ON grants (user_id);
CREATE INDEX grants_by_expiry ON grants (expires_at);

-- Refresh tokens, each good for one use. Spent ones are kept for a while: whoever uses one has stolen it, or was stolen from.
CREATE TABLE refresh_tokens (
    token_hash TEXT PRIMARY KEY,  -- SHA-256 of the token
    grant_id   TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    spent_at   BIGINT             -- NULL until it is used
);

CREATE INDEX refresh_tokens_by_grant ON refresh_tokens (grant_id);
CREATE INDEX refresh_tokens_by_use ON refresh_tokens (spent_at);

CREATE TABLE api_keys (
    id           TEXT PRIMARY KEY,
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name         TEXT NOT NULL,
    scope        TEXT NOT NULL,
    key_hash     TEXT NOT NULL UNIQUE,  -- SHA-256 of the key
    created_at   BIGINT NOT NULL,
    last_used_at BIGINT,
    expires_at   BIGINT                 -- NULL for never
);

CREATE INDEX api_keys_by_user ON api_keys (user_id);

-- The pairs of keys that access tokens are signed with. The private ones are secrets: who reads this table can make tokens, but
-- none that names a grant which does not exist.
CREATE TABLE signing_keys (
    id         TEXT PRIMARY KEY,
    jwk        TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX users_by_unconfirmed_email ON users (unconfirmed_email);
