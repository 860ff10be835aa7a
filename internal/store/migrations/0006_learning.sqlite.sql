-- What is learned of sources from their pages, and how an operator wants them read.

-- +goose Up

CREATE TABLE learned (
  source_id  INTEGER PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
  rules      TEXT NOT NULL DEFAULT '',    -- JSON: selectors
  generation INTEGER NOT NULL DEFAULT 0,  -- grows with every change of its rules and furniture
  drift      TEXT NOT NULL DEFAULT '',    -- JSON: what is worse than it was, and was of late; '' for nothing
  averages   TEXT NOT NULL DEFAULT '',    -- JSON: how reading its pages goes
  pages      BLOB NOT NULL                -- the last ones, and hashes of their blocks
) STRICT;

-- Blocks that many pages of a source have, and that belong to none of its articles.
CREATE TABLE furniture (
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  block_key INTEGER NOT NULL,
  words     TEXT NOT NULL,                -- its beginning
  seen_at   INTEGER NOT NULL,             -- since when it is known
  last_at   INTEGER NOT NULL,             -- when it was met last, give or take a day
  allowed   INTEGER NOT NULL DEFAULT 0,   -- the operator wants it in articles all the same
  PRIMARY KEY (source_id, block_key)
) STRICT, WITHOUT ROWID;
