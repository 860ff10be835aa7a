-- Users and their reading: what they follow, mute, save and have read; and where sources are.

-- +goose Up

CREATE TABLE users (
  id            INTEGER PRIMARY KEY,      -- 1: the owner, whose password is a setting
  name          TEXT NOT NULL,
  name_key      TEXT NOT NULL UNIQUE, -- folded
  role          TEXT NOT NULL,        -- owner, reader
  made_at       INTEGER NOT NULL,
  password      TEXT NOT NULL DEFAULT '', -- bcrypt hash; empty until one is chosen
  invitation    TEXT NOT NULL DEFAULT '', -- hash of the code with which it is
  invited_until INTEGER NOT NULL DEFAULT 0,
  epoch         INTEGER NOT NULL DEFAULT 0,   -- sessions of an older one have ended
  feed_key      TEXT NOT NULL DEFAULT '', -- of the own feeds
  seen_at       INTEGER NOT NULL DEFAULT 0,   -- when a page was last asked for
  since_at      INTEGER NOT NULL DEFAULT 0,   -- the end of the visit before this one
  options       TEXT NOT NULL DEFAULT '{}' -- JSON
) STRICT;
CREATE INDEX users_feed_key ON users (feed_key) WHERE feed_key <> '';
CREATE INDEX users_invitation ON users (invitation) WHERE invitation <> '';

CREATE TABLE follows (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL, -- section, source, entity, thread
  ref     TEXT NOT NULL, -- word of a section, else number
  name    TEXT NOT NULL, -- as it was called then
  made_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, kind, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE mutes (
  id          INTEGER PRIMARY KEY,
  user_id     INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  rule        TEXT NOT NULL, -- "dam talks", name:"Ines Halloran", source:4, section:sport, story:7
  name        TEXT NOT NULL, -- of what has a number in the rule
  story_id    INTEGER NOT NULL,  -- of a rule about one; 0: another rule
  until_at    INTEGER NOT NULL,  -- 0: for good
  till_change INTEGER NOT NULL,  -- only until the story changes from what follows
  as_of       INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX mutes_user ON mutes (user_id);

CREATE TABLE saved (
  user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind     TEXT NOT NULL, -- article, story
  item_id  INTEGER NOT NULL,  -- may be gone
  note     TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, kind, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_newest ON saved (user_id, saved_at);

CREATE TABLE readings (
  user_id   INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind      TEXT NOT NULL, -- article, story
  item_id   INTEGER NOT NULL,  -- may be gone
  read_at   INTEGER NOT NULL,
  before_at INTEGER NOT NULL,  -- when it was last open in an earlier visit; 0: never
  PRIMARY KEY (user_id, kind, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_newest ON readings (user_id, read_at);

INSERT INTO sequences (name, last) VALUES ('user', 1), ('mute', 0);

-- A source whose country nobody told is where its domain is, unless that one is sold to everybody.
UPDATE sources SET country = CASE upper(substr(host, length(host) - 1)) WHEN 'UK' THEN 'GB' ELSE upper(substr(host, length(host) - 1)) END
  WHERE country = '' AND host LIKE '%.__' AND substr(host, length(host) - 1) NOT IN ('ac', 'ag', 'ai', 'cc', 'co', 'cx', 'dj', 'eu', 'fm', 'gg', 'gl', 'io', 'la', 'ly', 'me', 'ms', 'nu', 'pw', 'sc', 'sh', 'so', 'st', 'su', 'tk', 'to', 'tv', 'vc', 'vu', 'ws');
