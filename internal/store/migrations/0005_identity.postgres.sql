-- By what entries are known again when their guid, link or title changes, and what feeds said of them before.

-- +goose Up

-- NULL: not worked out yet, which the program does when it opens the database; 0: identifies nothing.
ALTER TABLE entries ADD COLUMN link_key  BIGINT; -- of source, path and query of the link
ALTER TABLE entries ADD COLUMN title_key BIGINT; -- of source, title and day
CREATE INDEX entries_link ON entries (link_key) WHERE link_key <> 0;
CREATE INDEX entries_title ON entries (title_key) WHERE title_key <> 0;
CREATE INDEX entries_unkeyed ON entries (id) WHERE link_key IS NULL;

-- Other guids and links under which an entry was met. Few entries have any.
CREATE TABLE entry_aliases (
  alias_key BIGINT NOT NULL,
  entry_id  BIGINT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  PRIMARY KEY (alias_key, entry_id)
);
CREATE INDEX entry_aliases_entry ON entry_aliases (entry_id);

CREATE TABLE entry_versions (
  entry_id   BIGINT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  seq        BIGINT NOT NULL, -- from 1; some in the middle may be gone
  seen_at    BIGINT NOT NULL,
  seen_until BIGINT NOT NULL, -- when the next one was seen
  detail     BYTEA NOT NULL,  -- packed JSON
  PRIMARY KEY (entry_id, seq)
);
