-- What gathering needs beyond the first schema: kinds of feeds, what operators ask for, health, holds of hosts.

-- +goose Up

ALTER TABLE feeds ADD COLUMN kind    text NOT NULL DEFAULT '';   -- '' feed or sitemap, page, list, mail
ALTER TABLE feeds ADD COLUMN list_id bigint NOT NULL DEFAULT 0;  -- the list that brought it; 0: a person did
ALTER TABLE feeds ADD COLUMN wish    text NOT NULL DEFAULT '';   -- JSON: what the operator asks for
ALTER TABLE feeds ADD COLUMN health  text NOT NULL DEFAULT '';   -- JSON: what is known of its polling that no query asks for
CREATE INDEX feeds_list ON feeds (list_id) WHERE list_id <> 0;

-- Hosts that asked for silence; a restart does not make us forget.
CREATE TABLE holds (
  host       text PRIMARY KEY,
  held_until bigint NOT NULL,
  refusals   bigint NOT NULL,
  why        text NOT NULL
);
