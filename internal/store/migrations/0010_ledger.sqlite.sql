-- The ledger: what articles say, who is who across them, who said what, and what is ahead.

-- +goose Up

-- What one article says. There is a row for every article.
CREATE TABLE facts (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  version    INTEGER NOT NULL DEFAULT -1,    -- of the stage that read it; 0: waits to be read, -1: waits for its story first
  pos        INTEGER NOT NULL,               -- the article's, by which all that was made of it is found
  made       BLOB NOT NULL DEFAULT x'',      -- packed: its entities, sayings and days ahead
  facts      BLOB NOT NULL DEFAULT x''       -- packed
) STRICT;
CREATE INDEX facts_waiting ON facts (version, pos DESC);
INSERT INTO facts (article_id, version, pos) SELECT id, CASE WHEN story_id = 0 THEN -1 ELSE 1 END, pos FROM articles; -- 1: before there was a ledger

CREATE TABLE entities (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL,
  name          TEXT NOT NULL,
  aliases       TEXT NOT NULL, -- JSON
  role          TEXT NOT NULL,
  country       TEXT NOT NULL,
  language      TEXT NOT NULL,
  articles      INTEGER NOT NULL,
  sayings       INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  hidden        INTEGER NOT NULL DEFAULT 0, -- drawn from entity_edits
  rank          INTEGER NOT NULL,           -- in how many bits its articles can be counted: who has a key or a word is sorted by it
  keys          BLOB NOT NULL,              -- packed: its keys in entity_keys
  memory        BLOB NOT NULL               -- see the room ledger
) STRICT;
CREATE INDEX entities_updated ON entities (updated_at, id);
CREATE INDEX entities_hidden ON entities (id) WHERE hidden <> 0;

CREATE TABLE entity_keys (
  key       INTEGER NOT NULL,
  rank      INTEGER NOT NULL,
  entity_id INTEGER NOT NULL,
  PRIMARY KEY (key, rank, entity_id)
) STRICT, WITHOUT ROWID;

-- The words of names, for finding them by their beginnings.
CREATE TABLE entity_words (
  word      TEXT NOT NULL,
  rank      INTEGER NOT NULL,
  entity_id INTEGER NOT NULL,
  PRIMARY KEY (word, rank, entity_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE entity_redirects (
  from_id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL
) STRICT;
CREATE INDEX entity_redirects_into ON entity_redirects (into_id);

-- Which articles name an entity.
CREATE TABLE namings (
  entity_id INTEGER NOT NULL,
  pos       INTEGER NOT NULL,
  PRIMARY KEY (entity_id, pos)
) STRICT, WITHOUT ROWID;

CREATE TABLE sayings (
  id         INTEGER PRIMARY KEY,
  place      INTEGER NOT NULL UNIQUE, -- seconds of its first carrier's time × 2^30 + the low 30 bits of its id
  direct     INTEGER NOT NULL,
  speaker    INTEGER NOT NULL,        -- 0: nobody with a name
  spoken_by  TEXT NOT NULL,
  role       TEXT NOT NULL,
  told       TEXT NOT NULL,
  said_from  INTEGER NOT NULL,
  said_until INTEGER NOT NULL,
  likely     REAL NOT NULL,
  articles   INTEGER NOT NULL,
  lang       TEXT NOT NULL,           -- of its first carrier
  text       TEXT NOT NULL,
  wordings   TEXT NOT NULL,           -- JSON: some others that its carriers have
  keys       BLOB NOT NULL,           -- packed: its keys in saying_keys
  about      BLOB NOT NULL            -- packed: its entities in abouts
) STRICT;
CREATE INDEX sayings_lang ON sayings (lang, place);
CREATE INDEX sayings_speaker ON sayings (speaker, place) WHERE speaker > 0;

CREATE TABLE saying_keys (
  key       INTEGER NOT NULL,
  saying_id INTEGER NOT NULL,
  PRIMARY KEY (key, saying_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE saying_redirects (
  from_id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL
) STRICT;
CREATE INDEX saying_redirects_into ON saying_redirects (into_id);

-- Whom a saying is about, by its place.
CREATE TABLE abouts (
  entity_id INTEGER NOT NULL,
  place     INTEGER NOT NULL,
  PRIMARY KEY (entity_id, place)
) STRICT, WITHOUT ROWID;

-- Where a saying stands.
CREATE TABLE carriers (
  saying_id INTEGER NOT NULL,
  pos       INTEGER NOT NULL, -- of the article
  quote     INTEGER NOT NULL, -- index in its facts
  spans     BLOB NOT NULL,    -- packed
  text      TEXT NOT NULL,    -- its wording; empty: the saying's
  PRIMARY KEY (saying_id, pos, quote)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE saying_search USING fts5 (speaker, words, content = '', contentless_delete = 1, tokenize = 'ascii');

-- What articles announced, by days since 1970.
CREATE TABLE agenda (
  day    INTEGER NOT NULL,
  pos    INTEGER NOT NULL, -- of the article
  event  INTEGER NOT NULL, -- index in its facts
  until  INTEGER NOT NULL, -- the day after the last
  weight REAL NOT NULL,
  lang   TEXT NOT NULL, -- of the article
  PRIMARY KEY (day, pos, event)
) STRICT, WITHOUT ROWID;

-- Editors' words on who is who.
CREATE TABLE entity_edits (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL, -- join, part, hide
  entity_id  INTEGER NOT NULL,
  other_id   INTEGER NOT NULL,
  article_id INTEGER REFERENCES articles (id) ON DELETE CASCADE,
  made_by    TEXT NOT NULL,
  made_at    INTEGER NOT NULL,
  note       TEXT NOT NULL,
  kept       BLOB NOT NULL -- packed JSON: those who were joined, as they were before
) STRICT;
CREATE INDEX entity_edits_article ON entity_edits (article_id);
CREATE INDEX entity_edits_entity ON entity_edits (entity_id);
CREATE INDEX entity_edits_other ON entity_edits (other_id);

INSERT INTO sequences (name, last) VALUES ('entity', 0), ('saying', 0);
