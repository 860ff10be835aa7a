-- What OPML files say of feeds, and which lists name which feeds.

-- +goose Up

ALTER TABLE feeds ADD COLUMN outline text NOT NULL DEFAULT '';   -- JSON: folders and what else only OPML files need

-- The feeds that a list names, whoever brought them first.
CREATE TABLE listed (
  list_id bigint NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  feed_id bigint NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  PRIMARY KEY (list_id, feed_id)
);
CREATE INDEX listed_feed ON listed (feed_id);
