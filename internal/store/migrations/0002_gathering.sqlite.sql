-- What gathering needs beyond the first schema: kinds of feeds, what operators ask for, health, holds of hosts.

-- +goose Up

ALTER TABLE feeds ADD COLUMN kind    TEXT NOT NULL DEFAULT '';    -- '' feed or sitemap, page, list, mail
ALTER TABLE feeds ADD COLUMN list_id INTEGER NOT NULL DEFAULT 0;  -- the list that brought it; 0: a person did
ALTER TABLE feeds ADD COLUMN wish    TEXT NOT NULL DEFAULT '';    -- JSON: what the operator asks for
ALTER TABLE feeds ADD COLUMN health  TEXT NOT NULL DEFAULT '';    -- JSON: what is known of its polling that no query asks for
CREATE INDEX feeds_list ON feeds (list_id) WHERE list_id <> 0;

-- Hosts that asked for silence; a restart does not make us forget.
CREATE TABLE holds (
  host       TEXT PRIMARY KEY,
  held_until INTEGER NOT NULL,
  refusals   INTEGER NOT NULL,
  why        TEXT NOT NULL
) STRICT;
