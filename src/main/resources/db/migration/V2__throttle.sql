-- How often something was tried of late, so that guessing gets slower with each failure.

CREATE TABLE throttle (
    key_hash      TEXT PRIMARY KEY,  -- SHA-256 of what is counted: people type passwords into the field for the name
    tries         BIGINT NOT NULL,
    last_try_at   BIGINT NOT NULL,
    forgiven_at   BIGINT NOT NULL,   -- up to when tries have been forgiven for the time that has passed
    blocked_until BIGINT NOT NULL
);

CREATE INDEX throttle_by_last_try ON throttle (last_try_at);
