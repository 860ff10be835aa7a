-- What users search for again and again.

-- +goose Up

CREATE TABLE searches (
  id        INTEGER PRIMARY KEY,
  user_id   INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name      TEXT NOT NULL,
  query     TEXT NOT NULL,    -- as it was typed
  made_at   INTEGER NOT NULL,
  seen_at   INTEGER NOT NULL, -- when its page was last open
  before_at INTEGER NOT NULL, -- when it was in an earlier visit
  UNIQUE (user_id, query)
) STRICT;

INSERT INTO sequences (name, last) VALUES ('search', 0);
