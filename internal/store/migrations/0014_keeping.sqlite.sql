-- What is kept, and for how long.

-- +goose Up

ALTER TABLE sources ADD COLUMN keep INTEGER NOT NULL DEFAULT 0; -- seconds that its texts are kept; 0: like all others, -1: for good
ALTER TABLE article_bodies ADD COLUMN gone_at INTEGER NOT NULL DEFAULT 0; -- when the text was let go; body is what remains

-- What somebody saved is kept: asked of every text that is old enough to go.
CREATE INDEX saved_item ON saved (kind, item_id);
