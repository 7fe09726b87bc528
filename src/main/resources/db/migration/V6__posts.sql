-- Whom others may see: what lies outside the accounts knows no more of them than this.
CREATE VIEW members AS
    SELECT id, username, role FROM users WHERE deleted_at IS NULL AND disabled_at IS NULL;

-- Ids sort by the time they were made, so the newest posts are at the end of the index.
CREATE TABLE posts (
    id         TEXT PRIMARY KEY,
    author_id  TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    text       TEXT NOT NULL,
    likes      BIGINT NOT NULL DEFAULT 0,  -- as many as there are in votes: both change in one transaction
    dislikes   BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE INDEX posts_by_author ON posts (author_id, id);

CREATE TABLE votes (
    post_id  TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    user_id  TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    vote     TEXT NOT NULL,
    voted_at BIGINT NOT NULL,
    PRIMARY KEY (post_id, user_id)
);

CREATE INDEX votes_by_user ON votes (user_id);

-- How much of something a user has done since the window began.
CREATE TABLE rate_limits (
    user_id      TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    action       TEXT NOT NULL,
    window_start BIGINT NOT NULL,
    used         BIGINT NOT NULL,
    PRIMARY KEY (user_id, action)
);
