-- The first schema, for PostgreSQL. Its twin is 0001_init.sqlite.sql: same tables, same columns, same meaning.
-- Times are microseconds since 1970 in UTC, 0 when unknown. Keys named *_key are 64-bit hashes. Flags are 0 or 1.

-- +goose Up

CREATE TABLE sources (
  id       BIGINT PRIMARY KEY,
  host     TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,
  home     TEXT NOT NULL DEFAULT '',
  country  TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  section  TEXT NOT NULL DEFAULT '',
  weight   DOUBLE PRECISION NOT NULL DEFAULT 1,
  licence  TEXT NOT NULL DEFAULT '',
  icon     TEXT NOT NULL DEFAULT ''
);

CREATE TABLE feeds (
  id            BIGINT PRIMARY KEY,
  source_id     BIGINT NOT NULL REFERENCES sources (id),
  url           TEXT NOT NULL UNIQUE,
  title         TEXT NOT NULL DEFAULT '',
  section       TEXT NOT NULL DEFAULT '',
  etag          TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  poll_interval BIGINT NOT NULL DEFAULT 0, -- microseconds
  next_poll_at  BIGINT NOT NULL DEFAULT 0,
  polled_at     BIGINT NOT NULL DEFAULT 0,
  succeeded_at  BIGINT NOT NULL DEFAULT 0,
  failures      BIGINT NOT NULL DEFAULT 0,
  reason        TEXT NOT NULL DEFAULT '',
  problem       TEXT NOT NULL DEFAULT '',
  stopped       BIGINT NOT NULL DEFAULT 0,
  lease_until   BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX feeds_source ON feeds (source_id);
CREATE INDEX feeds_due ON feeds (next_poll_at, id) WHERE stopped = 0;

-- Narrow, because claims and saves rewrite the row; what is long is in entry_details and captures.
CREATE TABLE entries (
  id           BIGINT PRIMARY KEY,
  source_id    BIGINT NOT NULL REFERENCES sources (id),
  feed_id      BIGINT NOT NULL DEFAULT 0, -- 0: imported; may name a feed that is gone
  guid_key     BIGINT NOT NULL UNIQUE,    -- of source and guid
  content_key  BIGINT NOT NULL,           -- of what the feed says
  guid         TEXT NOT NULL,
  url          TEXT NOT NULL,
  title        TEXT NOT NULL,
  published_at BIGINT NOT NULL,
  updated_at   BIGINT NOT NULL,
  seen_at      BIGINT NOT NULL,
  state        BIGINT NOT NULL DEFAULT 0, -- 0 unread, 1 to be tried again, 2 unread and imported, 3 done
  due_at       BIGINT NOT NULL,           -- of all states but done: since when, or from when
  version      BIGINT NOT NULL DEFAULT 0, -- of the stage that read it last
  attempts     BIGINT NOT NULL DEFAULT 0,
  lease_until  BIGINT NOT NULL DEFAULT 0,
  captured     BIGINT NOT NULL DEFAULT 0,
  stale        BIGINT NOT NULL DEFAULT 0, -- the capture is older than what the feed now says
  reason       TEXT NOT NULL DEFAULT '',
  problem      TEXT NOT NULL DEFAULT ''
);
CREATE INDEX entries_queue ON entries (state, due_at, id) WHERE state < 3;
CREATE INDEX entries_source ON entries (source_id);
CREATE INDEX entries_outdated ON entries (version, id) WHERE state = 3 AND captured = 1;

CREATE TABLE entry_details (
  entry_id BIGINT PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  detail   BYTEA NOT NULL -- packed JSON
);

CREATE TABLE captures (
  entry_id     BIGINT PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  url          TEXT NOT NULL,
  content_type TEXT NOT NULL,
  fetched_at   BIGINT NOT NULL,
  size         BIGINT NOT NULL, -- bytes before compression
  body         BYTEA NOT NULL     -- zstd
);

-- What lists show; the text is in article_bodies.
CREATE TABLE articles (
  id            BIGINT PRIMARY KEY,
  entry_id      BIGINT NOT NULL REFERENCES entries (id),
  part          BIGINT NOT NULL,
  source_id     BIGINT NOT NULL REFERENCES sources (id),
  story_id      BIGINT NOT NULL DEFAULT 0,
  family_id     BIGINT NOT NULL DEFAULT 0,
  group_version BIGINT NOT NULL DEFAULT 0, -- of the stage that grouped it; 0: waits for grouping
  pos           BIGINT NOT NULL,           -- place in the river: seconds of its time × 2^30 + the low 30 bits of its id
  address_key   BIGINT UNIQUE,             -- of source, address and part; NULL without an address
  text_key      BIGINT NOT NULL,           -- of headline and text
  url           TEXT NOT NULL,
  canonical_url TEXT NOT NULL,
  headline      TEXT NOT NULL,
  authors       TEXT NOT NULL,              -- JSON
  published_at  BIGINT NOT NULL,
  date_only     BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  fetched_at    BIGINT NOT NULL,
  seen_at       BIGINT NOT NULL,
  language      TEXT NOT NULL,
  lang          TEXT NOT NULL,              -- its primary subtag in lower case, which is what editions ask for
  kind          TEXT NOT NULL,
  section       TEXT NOT NULL,
  outlet        TEXT NOT NULL,
  summary       TEXT NOT NULL,
  dateline      TEXT NOT NULL,
  truncated     BIGINT NOT NULL,
  image_url     TEXT NOT NULL,
  image_caption TEXT NOT NULL,
  image_credit  TEXT NOT NULL,
  tags          TEXT NOT NULL               -- JSON
);
CREATE UNIQUE INDEX articles_entry ON articles (entry_id, part);
CREATE INDEX articles_waiting ON articles (group_version, id, seen_at);
CREATE INDEX articles_story ON articles (story_id, pos);
CREATE INDEX articles_pos ON articles (pos);
CREATE INDEX articles_source ON articles (source_id, pos);
CREATE INDEX articles_section ON articles (section, pos);
CREATE INDEX articles_kind ON articles (kind, pos);
CREATE INDEX articles_lang ON articles (lang, pos);
CREATE INDEX articles_lang_section ON articles (lang, section, pos);
CREATE INDEX articles_lang_kind ON articles (lang, kind, pos);
CREATE INDEX articles_copies ON articles (family_id) WHERE family_id <> id AND family_id <> 0; -- whose first article is another

CREATE TABLE article_bodies (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  body       BYTEA NOT NULL -- packed JSON: blocks, related links, enclosures
);

-- The vector is made by the program, term by term with its position: headline A, author B, body D.
CREATE TABLE article_search (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  pos        BIGINT NOT NULL,
  terms      TSVECTOR NOT NULL
);
CREATE INDEX article_search_pos ON article_search (pos);
CREATE INDEX article_search_terms ON article_search USING GIN (terms);
-- A search walks the river from its newest end when its words are common, and asks the GIN index when they are rare. For
-- the planner to tell which is cheaper it must know more than the thousand commonest words …
ALTER TABLE article_search ALTER COLUMN terms SET STATISTICS 1000;
-- … and that looking into a vector is dear: it is fetched from elsewhere and unpacked. This is true of every row, and
-- its price is charged for every row that is looked at.
-- +goose StatementBegin
CREATE FUNCTION looked_into(article_id BIGINT) RETURNS BOOLEAN LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000
  AS 'BEGIN RETURN true; END';
-- +goose StatementEnd

CREATE TABLE stories (
  id            BIGINT PRIMARY KEY,
  headline      TEXT NOT NULL,
  summary       TEXT NOT NULL,
  language      TEXT NOT NULL,
  section       TEXT NOT NULL,
  lead          BIGINT NOT NULL,
  lead_source   BIGINT NOT NULL,
  image_url     TEXT NOT NULL,
  image_caption TEXT NOT NULL,
  image_credit  TEXT NOT NULL,
  articles      BIGINT NOT NULL,
  sources       BIGINT NOT NULL,
  independent   BIGINT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL,
  score         DOUBLE PRECISION NOT NULL
);
CREATE INDEX stories_score ON stories (score, id);
CREATE INDEX stories_language_score ON stories (language, score, id);
CREATE INDEX stories_section_score ON stories (section, score, id);
CREATE INDEX stories_language_section_score ON stories (language, section, score, id);
CREATE INDEX stories_updated ON stories (updated_at, id);
CREATE INDEX stories_language_updated ON stories (language, updated_at, id);
CREATE INDEX stories_section_updated ON stories (section, updated_at, id);
CREATE INDEX stories_language_section_updated ON stories (language, section, updated_at, id);
CREATE INDEX stories_source_score ON stories (lead_source, score, id);
CREATE INDEX stories_source_updated ON stories (lead_source, updated_at, id);

CREATE TABLE redirects (
  from_id BIGINT PRIMARY KEY,
  into_id BIGINT NOT NULL
);
CREATE INDEX redirects_into ON redirects (into_id);

CREATE TABLE leases (
  name        TEXT PRIMARY KEY,
  holder      TEXT NOT NULL,
  lease_until BIGINT NOT NULL,
  term        BIGINT NOT NULL -- grows whenever what a holder remembers of before is not true any more
);

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE sessions (
  token      TEXT PRIMARY KEY, -- its SHA-256: who reads the database cannot sign in with it
  data       BYTEA NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Sums that pages show, kept up to date by the transactions that change them. A sum may be spread over several
-- shards, so that writers do not wait for each other.
CREATE TABLE counters (
  name  TEXT NOT NULL,
  shard BIGINT NOT NULL,
  n     BIGINT NOT NULL,
  PRIMARY KEY (name, shard)
);

-- Identifiers are never used again. Stories are numbered by the program, which only remembers the last one here.
CREATE SEQUENCE source_ids;
CREATE SEQUENCE feed_ids;
CREATE SEQUENCE entry_ids;
CREATE SEQUENCE article_ids;
CREATE TABLE sequences (
  name TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);
INSERT INTO sequences (name, last) VALUES ('story', 0);
