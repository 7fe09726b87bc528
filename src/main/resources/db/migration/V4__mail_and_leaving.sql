-- What people call themselves.
ALTER TABLE users ADD COLUMN name TEXT;

-- An address belongs to the account that confirmed it: "email" is confirmed, and its key is unique. Anybody can type any
-- address; until it is confirmed it waits in "unconfirmed_email", where it is in nobody's way.
ALTER TABLE users ADD COLUMN email_key TEXT;
ALTER TABLE users ADD COLUMN unconfirmed_email TEXT;
CREATE UNIQUE INDEX users_by_email ON users (email_key);
UPDATE users SET unconfirmed_email = email, email = NULL;

-- Somebody who left can come back for a while; then all but the username is erased.
ALTER TABLE users ADD COLUMN deleted_at BIGINT;
CREATE INDEX users_by_deletion ON users (deleted_at);

-- What the links in letters open. A row outlives neither its use nor what makes it pointless.
CREATE TABLE tokens (
    token_hash TEXT PRIMARY KEY,     -- SHA-256 of the token in the link
    purpose    TEXT NOT NULL,
    user_id    TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    email      TEXT NOT NULL,        -- where it was sent
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX tokens_by_user ON tokens (user_id);
CREATE INDEX tokens_by_expiry ON tokens (expires_at);

-- Letters to be sent, and those that were. A link is drawn when its letter is sent, so there is no secret in here.
CREATE TABLE outbox (
    id            TEXT PRIMARY KEY,
    kind          TEXT NOT NULL,
    user_id       TEXT REFERENCES users (id) ON DELETE CASCADE,
    recipient     TEXT NOT NULL,
    recipient_key TEXT NOT NULL,     -- the recipient without regard to case
    created_at    BIGINT NOT NULL,
    tries         BIGINT NOT NULL,
    next_try_at   BIGINT,            -- NULL when there is nothing left to do
    sent_at       BIGINT,            -- NULL unless a mail server has taken it
    failure       TEXT               -- why the last try failed
);

CREATE INDEX outbox_by_next_try ON outbox (next_try_at);
CREATE INDEX outbox_by_user ON outbox (user_id, created_at);
CREATE INDEX outbox_by_recipient ON outbox (recipient_key, sent_at);
CREATE INDEX outbox_by_age ON outbox (created_at);

-- Some things are remembered for longer than others.
ALTER TABLE throttle ADD COLUMN forget_at BIGINT NOT NULL DEFAULT 0;
UPDATE throttle SET forget_at = last_try_at + 86400000;
DROP INDEX throttle_by_last_try;
CREATE INDEX throttle_by_forgetting ON throttle (forget_at);

-- When what opens an account was changed last: a log-in or a link from before is worth nothing.
ALTER TABLE users ADD COLUMN credentials_at BIGINT NOT NULL DEFAULT 0;
UPDATE users SET credentials_at = updated_at;
