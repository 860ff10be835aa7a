-- What editors want of the grouping, and what a story tells beside its headline.

-- +goose Up

CREATE TABLE edits (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,                -- join, part, pin, hide
  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  other_id   INTEGER REFERENCES articles (id) ON DELETE CASCADE, -- of join and part
  until_at   INTEGER NOT NULL,             -- of pin; 0: for good
  made_by    TEXT NOT NULL,
  made_at    INTEGER NOT NULL,
  note       TEXT NOT NULL
) STRICT;
CREATE INDEX edits_article ON edits (article_id);
CREATE INDEX edits_other ON edits (other_id);
INSERT INTO sequences (name, last) VALUES ('edit', 0);

ALTER TABLE stories ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;       -- drawn from edits, like pinned_until
ALTER TABLE stories ADD COLUMN pinned_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN image_of INTEGER NOT NULL DEFAULT 0;     -- the article that the picture comes from
ALTER TABLE stories ADD COLUMN image_source INTEGER NOT NULL DEFAULT 0; -- 0: the lead's
ALTER TABLE stories ADD COLUMN detail BLOB NOT NULL DEFAULT x'7b7d';    -- JSON, packed: key sentences, phrases
ALTER TABLE stories ADD COLUMN lineage BLOB NOT NULL DEFAULT x'7b7d';   -- JSON, packed: where its texts come from
CREATE INDEX stories_hidden ON stories (id) WHERE hidden <> 0;
CREATE INDEX stories_pinned ON stories (id) WHERE pinned_until <> 0;
