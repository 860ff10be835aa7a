-- What is learned of sources from their pages, and how an operator wants them read.

-- +goose Up

CREATE TABLE learned (
  source_id  bigint PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
  rules      text NOT NULL DEFAULT '',    -- JSON: selectors
  generation bigint NOT NULL DEFAULT 0,  -- grows with every change of its rules and furniture
  drift      text NOT NULL DEFAULT '',    -- JSON: what is worse than it was, and was of late; '' for nothing
  averages   text NOT NULL DEFAULT '',    -- JSON: how reading its pages goes
  pages      bytea NOT NULL                -- the last ones, and hashes of their blocks
);

-- Blocks that many pages of a source have, and that belong to none of its articles.
CREATE TABLE furniture (
  source_id bigint NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  block_key bigint NOT NULL,
  words     text NOT NULL,                -- its beginning
  seen_at   bigint NOT NULL,             -- since when it is known
  last_at   bigint NOT NULL,             -- when it was met last, give or take a day
  allowed   bigint NOT NULL DEFAULT 0,   -- the operator wants it in articles all the same
  PRIMARY KEY (source_id, block_key)
);
