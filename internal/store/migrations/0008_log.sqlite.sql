-- How stories stood at every hour, and what their scores are made of.

-- +goose Up

ALTER TABLE stories ADD COLUMN ranking BLOB NOT NULL DEFAULT x''; -- packed JSON: terms of the score, arrivals of sources

-- One row for each state of a story, from the grouping that made it until the one that changed it.
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
CREATE INDEX story_log_score ON story_log (score, story_id, from_at, until_at, language, section); -- all that finds a page
CREATE INDEX story_log_spare ON story_log (spare, from_at) WHERE spare > 0;
CREATE INDEX story_log_source ON story_log (lead_source);
CREATE INDEX story_log_image ON story_log (image_source) WHERE image_source > 0;

-- The highest score that any story had in an hour in which the log grew: where reading a page of that hour begins.
CREATE TABLE story_peaks (
  hour  INTEGER PRIMARY KEY, -- since 1970
  score REAL NOT NULL
) STRICT;

INSERT INTO story_log (story_id, from_at, score, language, section, lead_source, updated_at)
  SELECT id, CAST(unixepoch() AS INTEGER) * 1000000, score, language, section, lead_source, updated_at FROM stories;
INSERT INTO story_peaks (hour, score) SELECT CAST(unixepoch() AS INTEGER) / 3600, max(score) FROM stories HAVING count(*) > 0;
