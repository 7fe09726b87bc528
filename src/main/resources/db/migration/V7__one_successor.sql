-- The key that this one took over from. It has one successor: of two processes that make it at once, one is refused.
ALTER TABLE signing_keys ADD COLUMN follows TEXT;
CREATE UNIQUE INDEX signing_keys_by_predecessor ON signing_keys (follows);
