-- The schema on sqlite, dumped by the tests of internal/store: go test ./internal/store -run TestSchema -update

CREATE TABLE abouts (
  entity_id INTEGER NOT NULL,
  place     INTEGER NOT NULL,
  PRIMARY KEY (entity_id, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE agenda (
  day    INTEGER NOT NULL,
  pos    INTEGER NOT NULL, -- of the article
  event  INTEGER NOT NULL, -- index in its facts
  until  INTEGER NOT NULL, -- the day after the last
  weight REAL NOT NULL,
  lang   TEXT NOT NULL, -- of the article
  PRIMARY KEY (day, pos, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_weight ON agenda (day, weight, pos, lang, event);
CREATE TABLE article_bodies (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  body       BLOB NOT NULL -- packed JSON: blocks, related links, enclosures
, gone_at INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE VIRTUAL TABLE article_search USING fts5 (
  headline, author, body, content = '', contentless_delete = 1, tokenize = 'ascii'
);
CREATE TABLE articles (
  id            INTEGER PRIMARY KEY,
  entry_id      INTEGER NOT NULL REFERENCES entries (id),
  part          INTEGER NOT NULL,
  source_id     INTEGER NOT NULL REFERENCES sources (id),
  story_id      INTEGER NOT NULL DEFAULT 0,
  family_id     INTEGER NOT NULL DEFAULT 0,
  group_version INTEGER NOT NULL DEFAULT 0, -- of the stage that grouped it; 0: waits for grouping
  pos           INTEGER NOT NULL,           -- place in the river: seconds of its time × 2^30 + the low 30 bits of its id
  address_key   INTEGER UNIQUE,             -- of source, address and part; NULL without an address
  text_key      INTEGER NOT NULL,           -- of headline and text
  url           TEXT NOT NULL,
  canonical_url TEXT NOT NULL,
  headline      TEXT NOT NULL,
  authors       TEXT NOT NULL,              -- JSON
  published_at  INTEGER NOT NULL,
  date_only     INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  fetched_at    INTEGER NOT NULL,
  seen_at       INTEGER NOT NULL,
  language      TEXT NOT NULL,
  lang          TEXT NOT NULL,              -- its primary subtag in lower case, which is what editions ask for
  kind          TEXT NOT NULL,
  section       TEXT NOT NULL,
  outlet        TEXT NOT NULL,
  summary       TEXT NOT NULL,
  dateline      TEXT NOT NULL,
  truncated     INTEGER NOT NULL,
  image_url     TEXT NOT NULL,
  image_caption TEXT NOT NULL,
  image_credit  TEXT NOT NULL,
  tags          TEXT NOT NULL               -- JSON
) STRICT;
CREATE INDEX articles_copies ON articles (family_id) WHERE family_id <> id AND family_id <> 0;
CREATE UNIQUE INDEX articles_entry ON articles (entry_id, part);
CREATE INDEX articles_kind ON articles (kind, pos);
CREATE INDEX articles_lang ON articles (lang, pos);
CREATE INDEX articles_lang_kind ON articles (lang, kind, pos);
CREATE INDEX articles_lang_section ON articles (lang, section, pos);
CREATE INDEX articles_pos ON articles (pos);
CREATE INDEX articles_section ON articles (section, pos);
CREATE INDEX articles_source ON articles (source_id, pos);
CREATE INDEX articles_story ON articles (story_id, pos);
CREATE INDEX articles_waiting ON articles (group_version, id, seen_at);
CREATE TABLE barred (
  key         INTEGER NOT NULL,
  takedown_id INTEGER NOT NULL REFERENCES takedowns (id) ON DELETE CASCADE,
  article_id  INTEGER NOT NULL, -- as it was; 0: of no article
  story_id    INTEGER NOT NULL,
  entry_id    INTEGER NOT NULL,
  PRIMARY KEY (key, takedown_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX barred_article ON barred (article_id) WHERE article_id > 0;
CREATE INDEX barred_story ON barred (story_id) WHERE story_id > 0;
CREATE INDEX barred_takedown ON barred (takedown_id);
CREATE TABLE captures (
  entry_id     INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  url          TEXT NOT NULL,
  content_type TEXT NOT NULL,
  fetched_at   INTEGER NOT NULL,
  size         INTEGER NOT NULL, -- bytes before compression
  body         BLOB NOT NULL     -- zstd
) STRICT;
CREATE TABLE carriers (
  saying_id INTEGER NOT NULL,
  pos       INTEGER NOT NULL, -- of the article
  quote     INTEGER NOT NULL, -- index in its facts
  spans     BLOB NOT NULL,    -- packed
  text      TEXT NOT NULL,    -- its wording; empty: the saying's
  PRIMARY KEY (saying_id, pos, quote)
) STRICT, WITHOUT ROWID;
CREATE TABLE counters (
  name  TEXT NOT NULL,
  shard INTEGER NOT NULL,
  n     INTEGER NOT NULL,
  PRIMARY KEY (name, shard)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX entities_hidden ON entities (id) WHERE hidden <> 0;
CREATE INDEX entities_updated ON entities (updated_at, id);
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
CREATE TABLE entity_keys (
  key       INTEGER NOT NULL,
  rank      INTEGER NOT NULL,
  entity_id INTEGER NOT NULL,
  PRIMARY KEY (key, rank, entity_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE entity_redirects (
  from_id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL
) STRICT;
CREATE INDEX entity_redirects_into ON entity_redirects (into_id);
CREATE TABLE entity_words (
  word      TEXT NOT NULL,
  rank      INTEGER NOT NULL,
  entity_id INTEGER NOT NULL,
  PRIMARY KEY (word, rank, entity_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
  id           INTEGER PRIMARY KEY,
  source_id    INTEGER NOT NULL REFERENCES sources (id),
  feed_id      INTEGER NOT NULL DEFAULT 0, -- 0: imported; may name a feed that is gone
  guid_key     INTEGER NOT NULL UNIQUE,    -- of source and guid
  content_key  INTEGER NOT NULL,           -- of what the feed says
  guid         TEXT NOT NULL,
  url          TEXT NOT NULL,
  title        TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  seen_at      INTEGER NOT NULL,
  state        INTEGER NOT NULL DEFAULT 0, -- 0 unread, 1 to be tried again, 2 unread and imported, 3 done
  due_at       INTEGER NOT NULL,           -- of all states but done: since when, or from when
  version      INTEGER NOT NULL DEFAULT 0, -- of the stage that read it last
  attempts     INTEGER NOT NULL DEFAULT 0,
  lease_until  INTEGER NOT NULL DEFAULT 0,
  captured     INTEGER NOT NULL DEFAULT 0,
  stale        INTEGER NOT NULL DEFAULT 0, -- the capture is older than what the feed now says
  reason       TEXT NOT NULL DEFAULT '',
  problem      TEXT NOT NULL DEFAULT ''
, link_key  INTEGER, title_key INTEGER) STRICT;
CREATE INDEX entries_leased ON entries (id) WHERE lease_until > 0;
CREATE INDEX entries_link ON entries (link_key) WHERE link_key <> 0;
CREATE INDEX entries_outdated ON entries (version, id) WHERE state = 3 AND captured = 1;
CREATE INDEX entries_queue ON entries (state, due_at, id) WHERE state < 3;
CREATE INDEX entries_source ON entries (source_id);
CREATE INDEX entries_title ON entries (title_key) WHERE title_key <> 0;
CREATE INDEX entries_unkeyed ON entries (id) WHERE link_key IS NULL;
CREATE TABLE entry_aliases (
  alias_key INTEGER NOT NULL,
  entry_id  INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  PRIMARY KEY (alias_key, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_aliases_entry ON entry_aliases (entry_id);
CREATE TABLE entry_details (
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  detail   BLOB NOT NULL -- packed JSON
) STRICT;
CREATE TABLE entry_versions (
  entry_id   INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  seq        INTEGER NOT NULL, -- from 1; some in the middle may be gone
  seen_at    INTEGER NOT NULL,
  seen_until INTEGER NOT NULL, -- when the next one was seen
  detail     BLOB NOT NULL,    -- packed JSON
  PRIMARY KEY (entry_id, seq)
) STRICT;
CREATE TABLE facts (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  version    INTEGER NOT NULL DEFAULT -1,    -- of the stage that read it; 0: waits to be read, -1: waits for its story first
  pos        INTEGER NOT NULL,               -- the article's, by which all that was made of it is found
  made       BLOB NOT NULL DEFAULT x'',      -- packed: its entities, sayings and days ahead
  facts      BLOB NOT NULL DEFAULT x''       -- packed
) STRICT;
CREATE INDEX facts_waiting ON facts (version, pos DESC);
CREATE TABLE feeds (
  id            INTEGER PRIMARY KEY,
  source_id     INTEGER NOT NULL REFERENCES sources (id),
  url           TEXT NOT NULL UNIQUE,
  title         TEXT NOT NULL DEFAULT '',
  section       TEXT NOT NULL DEFAULT '',
  etag          TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  poll_interval INTEGER NOT NULL DEFAULT 0, -- microseconds
  next_poll_at  INTEGER NOT NULL DEFAULT 0,
  polled_at     INTEGER NOT NULL DEFAULT 0,
  succeeded_at  INTEGER NOT NULL DEFAULT 0,
  failures      INTEGER NOT NULL DEFAULT 0,
  reason        TEXT NOT NULL DEFAULT '',
  problem       TEXT NOT NULL DEFAULT '',
  stopped       INTEGER NOT NULL DEFAULT 0,
  lease_until   INTEGER NOT NULL DEFAULT 0
, kind    TEXT NOT NULL DEFAULT '', list_id INTEGER NOT NULL DEFAULT 0, wish    TEXT NOT NULL DEFAULT '', health  TEXT NOT NULL DEFAULT '', outline TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX feeds_due ON feeds (next_poll_at, id) WHERE stopped = 0;
CREATE INDEX feeds_list ON feeds (list_id) WHERE list_id <> 0;
CREATE INDEX feeds_source ON feeds (source_id);
CREATE TABLE follows (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL, -- section, source, entity, thread
  ref     TEXT NOT NULL, -- word of a section, else number
  name    TEXT NOT NULL, -- as it was called then
  made_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, kind, ref)
) STRICT, WITHOUT ROWID;
CREATE TABLE furniture (
  source_id INTEGER NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
  block_key INTEGER NOT NULL,
  words     TEXT NOT NULL,                -- its beginning
  seen_at   INTEGER NOT NULL,             -- since when it is known
  last_at   INTEGER NOT NULL,             -- when it was met last, give or take a day
  allowed   INTEGER NOT NULL DEFAULT 0,   -- the operator wants it in articles all the same
  PRIMARY KEY (source_id, block_key)
) STRICT, WITHOUT ROWID;
CREATE TABLE gists (
  story_id   INTEGER PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
  updated_at INTEGER NOT NULL,
  gist       BLOB NOT NULL
) STRICT;
CREATE INDEX gists_updated ON gists (updated_at, story_id);
CREATE TABLE holds (
  host       TEXT PRIMARY KEY,
  held_until INTEGER NOT NULL,
  refusals   INTEGER NOT NULL,
  why        TEXT NOT NULL
) STRICT;
CREATE TABLE hubs (
  feed_id     INTEGER PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
  url         TEXT NOT NULL,
  topic       TEXT NOT NULL,
  token       TEXT NOT NULL UNIQUE,        -- last part of the address that the hub calls
  secret      TEXT NOT NULL,               -- with which it signs
  callback    TEXT NOT NULL DEFAULT '',    -- the rest of that address, as it was told; '' before it was
  wanted      INTEGER NOT NULL DEFAULT 1,  -- the feed still names the hub
  asked_at    INTEGER NOT NULL DEFAULT 0,
  answered    INTEGER NOT NULL DEFAULT 1,  -- nothing is awaited of the hub
  verified_at INTEGER NOT NULL DEFAULT 0,
  lease_end   INTEGER NOT NULL DEFAULT 0,  -- it pushes until then; 0: not at all
  next_at     INTEGER NOT NULL DEFAULT 0,  -- to be asked, or asked again
  failures    INTEGER NOT NULL DEFAULT 0,
  problem     TEXT NOT NULL DEFAULT '',
  pushed_at   INTEGER NOT NULL DEFAULT 0,  -- last push, believed or not
  missed      INTEGER NOT NULL DEFAULT 0,  -- polls in a row that found news the hub had not pushed
  poll_at     INTEGER NOT NULL DEFAULT 0,  -- when a push that was not believed made the feed due
  lease_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX hubs_due ON hubs (next_at, feed_id) WHERE wanted = 1;
CREATE TABLE indexing (
  version INTEGER NOT NULL,
  from_id INTEGER NOT NULL
) STRICT;
CREATE TABLE learned (
  source_id  INTEGER PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
  rules      TEXT NOT NULL DEFAULT '',    -- JSON: selectors
  generation INTEGER NOT NULL DEFAULT 0,  -- grows with every change of its rules and furniture
  drift      TEXT NOT NULL DEFAULT '',    -- JSON: what is worse than it was, and was of late; '' for nothing
  averages   TEXT NOT NULL DEFAULT '',    -- JSON: how reading its pages goes
  pages      BLOB NOT NULL                -- the last ones, and hashes of their blocks
) STRICT;
CREATE TABLE leases (
  name        TEXT PRIMARY KEY,
  holder      TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  term        INTEGER NOT NULL -- grows whenever what a holder remembers of before is not true any more
) STRICT;
CREATE TABLE listed (
  list_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  PRIMARY KEY (list_id, feed_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX listed_feed ON listed (feed_id);
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
CREATE TABLE namings (
  entity_id INTEGER NOT NULL,
  pos       INTEGER NOT NULL,
  PRIMARY KEY (entity_id, pos)
) STRICT, WITHOUT ROWID;
CREATE TABLE readings (
  user_id   INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind      TEXT NOT NULL, -- article, story
  item_id   INTEGER NOT NULL,  -- may be gone
  read_at   INTEGER NOT NULL,
  before_at INTEGER NOT NULL,  -- when it was last open in an earlier visit; 0: never
  PRIMARY KEY (user_id, kind, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX readings_newest ON readings (user_id, read_at);
CREATE TABLE redirects (
  from_id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL
) STRICT;
CREATE INDEX redirects_into ON redirects (into_id);
CREATE TABLE saved (
  user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind     TEXT NOT NULL, -- article, story
  item_id  INTEGER NOT NULL,  -- may be gone
  note     TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, kind, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_item ON saved (kind, item_id);
CREATE INDEX saved_newest ON saved (user_id, saved_at);
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
CREATE VIRTUAL TABLE saying_search USING fts5 (speaker, words, content = '', contentless_delete = 1, tokenize = 'ascii');
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
, hidden INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX sayings_lang ON sayings (lang, place);
CREATE INDEX sayings_speaker ON sayings (speaker, place) WHERE speaker > 0;
CREATE TABLE searches (
  id        INTEGER PRIMARY KEY,
  user_id   INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name      TEXT NOT NULL,
  query     TEXT NOT NULL,    -- as it was typed
  made_at   INTEGER NOT NULL,
  seen_at   INTEGER NOT NULL, -- when its page was last open
  before_at INTEGER NOT NULL, -- when it was in an earlier visit
  UNIQUE (user_id, query)
) STRICT;
CREATE TABLE sequences (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;
CREATE TABLE sessions (
  token      TEXT PRIMARY KEY, -- its SHA-256: who reads the database cannot sign in with it
  data       BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_expiry ON sessions (expires_at);
CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE sources (
  id       INTEGER PRIMARY KEY,
  host     TEXT NOT NULL UNIQUE,
  name     TEXT NOT NULL,
  home     TEXT NOT NULL DEFAULT '',
  country  TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  section  TEXT NOT NULL DEFAULT '',
  weight   REAL NOT NULL DEFAULT 1,
  licence  TEXT NOT NULL DEFAULT '',
  icon     TEXT NOT NULL DEFAULT ''
, hidden INTEGER NOT NULL DEFAULT 0, keep INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE stories (
  id            INTEGER PRIMARY KEY,
  headline      TEXT NOT NULL,
  summary       TEXT NOT NULL,
  language      TEXT NOT NULL,
  section       TEXT NOT NULL,
  lead          INTEGER NOT NULL,
  lead_source   INTEGER NOT NULL,
  image_url     TEXT NOT NULL,
  image_caption TEXT NOT NULL,
  image_credit  TEXT NOT NULL,
  articles      INTEGER NOT NULL,
  sources       INTEGER NOT NULL,
  independent   INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  score         REAL NOT NULL
, thread_id INTEGER NOT NULL DEFAULT 0, coverage_id INTEGER NOT NULL DEFAULT 0, link_version INTEGER NOT NULL DEFAULT 0, fresh TEXT NOT NULL DEFAULT '', ranking BLOB NOT NULL DEFAULT x'', hidden INTEGER NOT NULL DEFAULT 0, pinned_until INTEGER NOT NULL DEFAULT 0, image_of INTEGER NOT NULL DEFAULT 0, image_source INTEGER NOT NULL DEFAULT 0, detail BLOB NOT NULL DEFAULT x'7b7d', lineage BLOB NOT NULL DEFAULT x'7b7d') STRICT;
CREATE INDEX stories_coverage ON stories (coverage_id, id) WHERE coverage_id > 0;
CREATE INDEX stories_hidden ON stories (id) WHERE hidden <> 0;
CREATE INDEX stories_language_score ON stories (language, score, id);
CREATE INDEX stories_language_section_score ON stories (language, section, score, id);
CREATE INDEX stories_language_section_updated ON stories (language, section, updated_at, id);
CREATE INDEX stories_language_updated ON stories (language, updated_at, id);
CREATE INDEX stories_pinned ON stories (id) WHERE pinned_until <> 0;
CREATE INDEX stories_score ON stories (score, id);
CREATE INDEX stories_section_score ON stories (section, score, id);
CREATE INDEX stories_section_updated ON stories (section, updated_at, id);
CREATE INDEX stories_source_score ON stories (lead_source, score, id);
CREATE INDEX stories_source_updated ON stories (lead_source, updated_at, id);
CREATE INDEX stories_thread ON stories (thread_id, updated_at, id) WHERE thread_id > 0;
CREATE INDEX stories_unlinked ON stories (link_version, id);
CREATE INDEX stories_updated ON stories (updated_at, id);
CREATE TABLE story_log (
  story_id     INTEGER NOT NULL,
  from_at      INTEGER NOT NULL,
  until_at     INTEGER NOT NULL DEFAULT 9223372036854775807, -- it stands
  spare        INTEGER NOT NULL DEFAULT 0, -- 1: over before its hour was, so no hour needs it; 2: about to go
  score        REAL NOT NULL,
  language     TEXT NOT NULL,
  section      TEXT NOT NULL,
  lead_source  INTEGER NOT NULL,
  image_source INTEGER NOT NULL DEFAULT 0, -- 0: the same
  updated_at   INTEGER NOT NULL,
  detail       BLOB NOT NULL DEFAULT x'',  -- packed JSON; empty: as in stories, where it stood before there was a log
  PRIMARY KEY (story_id, from_at)
) STRICT;
CREATE INDEX story_log_image ON story_log (image_source) WHERE image_source > 0;
CREATE INDEX story_log_score ON story_log (score, story_id, from_at, until_at, language, section);
CREATE INDEX story_log_source ON story_log (lead_source);
CREATE INDEX story_log_spare ON story_log (spare, from_at) WHERE spare > 0;
CREATE TABLE story_peaks (
  hour  INTEGER PRIMARY KEY, -- since 1970
  score REAL NOT NULL
) STRICT;
CREATE TABLE takedowns (
  id        INTEGER PRIMARY KEY,  -- of the sequence of edits
  kind      TEXT NOT NULL,        -- article, story, source, entity, quote
  of_id     INTEGER NOT NULL,
  source_id INTEGER NOT NULL,     -- 0: of no single one
  publisher TEXT NOT NULL,
  reason    TEXT NOT NULL,
  made_by   TEXT NOT NULL,
  made_at   INTEGER NOT NULL,
  undone_at INTEGER NOT NULL DEFAULT 0,
  edit_id   INTEGER NOT NULL DEFAULT 0 -- the edit that hides an entity
) STRICT;
CREATE INDEX takedowns_of ON takedowns (kind, of_id);
CREATE TABLE thread_redirects (
  from_id INTEGER PRIMARY KEY,
  into_id INTEGER NOT NULL
) STRICT;
CREATE INDEX thread_redirects_into ON thread_redirects (into_id);
CREATE TABLE threads (
  id            INTEGER PRIMARY KEY, -- the number of the story that began it
  name          TEXT NOT NULL,
  language      TEXT NOT NULL,
  phrases       TEXT NOT NULL,      -- JSON
  stories       INTEGER NOT NULL,
  articles      INTEGER NOT NULL,
  first_seen_at INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX threads_language_updated ON threads (language, updated_at, id);
CREATE INDEX threads_updated ON threads (updated_at, id);
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
