-- Threads: stories that follow each other over months; coverage: stories of several languages about one event.

-- +goose Up

ALTER TABLE stories ADD COLUMN thread_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stories ADD COLUMN coverage_id BIGINT NOT NULL DEFAULT 0;   -- the oldest story of its coverage; 0: alone
ALTER TABLE stories ADD COLUMN link_version BIGINT NOT NULL DEFAULT 0;  -- of the step that looked for both; 0: changed since
ALTER TABLE stories ADD COLUMN fresh TEXT NOT NULL DEFAULT '';          -- JSON: what it tells that its thread did not know
CREATE INDEX stories_thread ON stories (thread_id, updated_at, id) WHERE thread_id > 0;
CREATE INDEX stories_coverage ON stories (coverage_id, id) WHERE coverage_id > 0;
CREATE INDEX stories_unlinked ON stories (link_version, id);

-- What is remembered of a story after it left the window of live stories; see the room story.
CREATE TABLE gists (
  story_id   BIGINT PRIMARY KEY REFERENCES stories (id) ON DELETE CASCADE,
  updated_at BIGINT NOT NULL,
  gist       BYTEA NOT NULL
);
CREATE INDEX gists_updated ON gists (updated_at, story_id);

CREATE TABLE threads (
  id            BIGINT PRIMARY KEY, -- the number of the story that began it
  name          TEXT NOT NULL,
  language      TEXT NOT NULL,
  phrases       TEXT NOT NULL,      -- JSON
  stories       BIGINT NOT NULL,
  articles      BIGINT NOT NULL,
  first_seen_at BIGINT NOT NULL,
  updated_at    BIGINT NOT NULL
);
CREATE INDEX threads_updated ON threads (updated_at, id);
CREATE INDEX threads_language_updated ON threads (language, updated_at, id);

CREATE TABLE thread_redirects (
  from_id BIGINT PRIMARY KEY,
  into_id BIGINT NOT NULL
);
CREATE INDEX thread_redirects_into ON thread_redirects (into_id);
