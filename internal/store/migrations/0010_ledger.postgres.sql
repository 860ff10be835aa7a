-- The ledger: what articles say, who is who across them, who said what, and what is ahead.

-- +goose Up

-- What one article says. There is a row for every article.
CREATE TABLE facts (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  version    BIGINT NOT NULL DEFAULT -1,    -- of the stage that read it; 0: waits to be read, -1: waits for its story first
  pos        BIGINT NOT NULL,               -- the article's, by which all that was made of it is found
  made       BYTEA NOT NULL DEFAULT '',      -- packed: its entities, sayings and days ahead
  facts      BYTEA NOT NULL DEFAULT ''       -- packed
);
CREATE INDEX facts_waiting ON facts (version, pos DESC) INCLUDE (article_id);
INSERT INTO facts (article_id, version, pos) SELECT id, CASE WHEN story_id = 0 THEN -1 ELSE 1 END, pos FROM articles; -- 1: before there was a ledger

CREATE TABLE entities (
  id            BIGINT PRIMARY KEY,
  kind          TEXT NOT NULL,
  name          TEXT NOT NULL,
  aliases       TEXT NOT NULL, -- JSON
  role          TEXT NOT NULL,
  country       TEXT NOT NULL,
  language      TEXT NOT NULL,
  articles      BIGINT NOT NULL,
  sayings       BIGINT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  hidden        BIGINT NOT NULL DEFAULT 0, -- drawn from entity_edits
  rank          BIGINT NOT NULL,           -- in how many bits its articles can be counted: who has a key or a word is sorted by it
  keys          BYTEA NOT NULL,              -- packed: its keys in entity_keys
  memory        BYTEA NOT NULL               -- see the room ledger
);
CREATE INDEX entities_updated ON entities (updated_at, id);
CREATE INDEX entities_hidden ON entities (id) WHERE hidden <> 0;

CREATE TABLE entity_keys (
  key       BIGINT NOT NULL,
  rank      BIGINT NOT NULL,
  entity_id BIGINT NOT NULL,
  PRIMARY KEY (key, rank, entity_id)
);

-- The words of names, for finding them by their beginnings.
CREATE TABLE entity_words (
  word      TEXT NOT NULL,
  rank      BIGINT NOT NULL,
  entity_id BIGINT NOT NULL,
  PRIMARY KEY (word, rank, entity_id)
);

CREATE TABLE entity_redirects (
  from_id BIGINT PRIMARY KEY,
  into_id BIGINT NOT NULL
);
CREATE INDEX entity_redirects_into ON entity_redirects (into_id);

-- Which articles name an entity.
CREATE TABLE namings (
  entity_id BIGINT NOT NULL,
  pos       BIGINT NOT NULL,
  PRIMARY KEY (entity_id, pos)
);

CREATE TABLE sayings (
  id         BIGINT PRIMARY KEY,
  place      BIGINT NOT NULL UNIQUE, -- seconds of its first carrier's time × 2^30 + the low 30 bits of its id
  direct     BIGINT NOT NULL,
  speaker    BIGINT NOT NULL,        -- 0: nobody with a name
  spoken_by  TEXT NOT NULL,
  role       TEXT NOT NULL,
  told       TEXT NOT NULL,
  said_from  BIGINT NOT NULL,
  said_until BIGINT NOT NULL,
  likely     DOUBLE PRECISION NOT NULL,
  articles   BIGINT NOT NULL,
  lang       TEXT NOT NULL,           -- of its first carrier
  text       TEXT NOT NULL,
  wordings   TEXT NOT NULL,           -- JSON: some others that its carriers have
  keys       BYTEA NOT NULL,           -- packed: its keys in saying_keys
  about      BYTEA NOT NULL            -- packed: its entities in abouts
);
CREATE INDEX sayings_lang ON sayings (lang, place);
CREATE INDEX sayings_speaker ON sayings (speaker, place) WHERE speaker > 0;

CREATE TABLE saying_keys (
  key       BIGINT NOT NULL,
  saying_id BIGINT NOT NULL,
  PRIMARY KEY (key, saying_id)
);

CREATE TABLE saying_redirects (
  from_id BIGINT PRIMARY KEY,
  into_id BIGINT NOT NULL
);
CREATE INDEX saying_redirects_into ON saying_redirects (into_id);

-- Whom a saying is about, by its place.
CREATE TABLE abouts (
  entity_id BIGINT NOT NULL,
  place     BIGINT NOT NULL,
  PRIMARY KEY (entity_id, place)
);

-- Where a saying stands.
CREATE TABLE carriers (
  saying_id BIGINT NOT NULL,
  pos       BIGINT NOT NULL, -- of the article
  quote     BIGINT NOT NULL, -- index in its facts
  spans     BYTEA NOT NULL,    -- packed
  text      TEXT NOT NULL,    -- its wording; empty: the saying's
  PRIMARY KEY (saying_id, pos, quote)
);

CREATE TABLE saying_search (
  place BIGINT PRIMARY KEY,
  terms TSVECTOR NOT NULL
);
CREATE INDEX saying_search_terms ON saying_search USING GIN (terms);
ALTER TABLE saying_search ALTER COLUMN terms SET STATISTICS 1000; -- as for articles

-- What articles announced, by days since 1970.
CREATE TABLE agenda (
  day    BIGINT NOT NULL,
  pos    BIGINT NOT NULL, -- of the article
  event  BIGINT NOT NULL, -- index in its facts
  until  BIGINT NOT NULL, -- the day after the last
  weight DOUBLE PRECISION NOT NULL,
  lang   TEXT NOT NULL, -- of the article
  PRIMARY KEY (day, pos, event)
);

-- Editors' words on who is who.
CREATE TABLE entity_edits (
  id         BIGINT PRIMARY KEY,
  kind       TEXT NOT NULL, -- join, part, hide
  entity_id  BIGINT NOT NULL,
  other_id   BIGINT NOT NULL,
  article_id BIGINT REFERENCES articles (id) ON DELETE CASCADE,
  made_by    TEXT NOT NULL,
  made_at    BIGINT NOT NULL,
  note       TEXT NOT NULL,
  kept       BYTEA NOT NULL -- packed JSON: those who were joined, as they were before
);
CREATE INDEX entity_edits_article ON entity_edits (article_id);
CREATE INDEX entity_edits_entity ON entity_edits (entity_id);
CREATE INDEX entity_edits_other ON entity_edits (other_id);

INSERT INTO sequences (name, last) VALUES ('entity', 0), ('saying', 0);
