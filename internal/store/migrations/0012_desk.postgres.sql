-- What was taken down, and what may not come back because of it.

-- +goose Up

CREATE TABLE takedowns (
  id        BIGINT PRIMARY KEY,  -- of the sequence of edits
  kind      TEXT NOT NULL,        -- article, story, source, entity, quote
  of_id     BIGINT NOT NULL,
  source_id BIGINT NOT NULL,     -- 0: of no single one
  publisher TEXT NOT NULL,
  reason    TEXT NOT NULL,
  made_by   TEXT NOT NULL,
  made_at   BIGINT NOT NULL,
  undone_at BIGINT NOT NULL DEFAULT 0,
  edit_id   BIGINT NOT NULL DEFAULT 0 -- the edit that hides an entity
);
CREATE INDEX takedowns_of ON takedowns (kind, of_id);

-- Keys by which it would be known again: of addresses, texts, entries, pictures, quotations.
CREATE TABLE barred (
  key         BIGINT NOT NULL,
  takedown_id BIGINT NOT NULL REFERENCES takedowns (id) ON DELETE CASCADE,
  article_id  BIGINT NOT NULL, -- as it was; 0: of no article
  story_id    BIGINT NOT NULL,
  entry_id    BIGINT NOT NULL,
  PRIMARY KEY (key, takedown_id)
);
CREATE INDEX barred_takedown ON barred (takedown_id);
CREATE INDEX barred_article ON barred (article_id) WHERE article_id > 0;
CREATE INDEX barred_story ON barred (story_id) WHERE story_id > 0;

ALTER TABLE sources ADD COLUMN hidden BIGINT NOT NULL DEFAULT 0; -- the takedown of it
ALTER TABLE sayings ADD COLUMN hidden BIGINT NOT NULL DEFAULT 0; -- likewise
