-- Nearly nobody is deleted, so "who is not" is no way to find anybody: with all users in this index, SQLite took it for one, and sorted
-- the whole table for each page of the list.
DROP INDEX users_by_deletion;
CREATE INDEX users_by_deletion ON users (deleted_at) WHERE deleted_at IS NOT NULL;
