-- PostgreSQL orders texts by the language of the database, SQLite by bytes. What is more, the order of a language changes with
-- the libraries of the system, and an index from before is then wrong without a word: two people could have one username.
ALTER TABLE users ALTER COLUMN username_key TYPE TEXT COLLATE "C";
ALTER TABLE users ALTER COLUMN email_key TYPE TEXT COLLATE "C";
