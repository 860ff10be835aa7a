-- How stories stood at every hour, and what their scores are made of.

-- +goose Up

ALTER TABLE stories ADD COLUMN ranking bytea NOT NULL DEFAULT ''; -- packed JSON: terms of the score, arrivals of sources

-- One row for each state of a story, from the grouping that made it until the one that changed it.
CREATE TABLE story_log (
  story_id     bigint NOT NULL,
  from_at      bigint NOT NULL,
  until_at     bigint NOT NULL DEFAULT 9223372036854775807, -- it stands
  spare        bigint NOT NULL DEFAULT 0, -- 1: over before its hour was, so no hour needs it; 2: about to go
  score        double precision NOT NULL,
  language     text NOT NULL,
  section      text NOT NULL,
  lead_source  bigint NOT NULL,
  image_source bigint NOT NULL DEFAULT 0, -- 0: the same
  updated_at   bigint NOT NULL,
  detail       bytea NOT NULL DEFAULT '',  -- packed JSON; empty: as in stories, where it stood before there was a log
  PRIMARY KEY (story_id, from_at)
);
CREATE INDEX story_log_score ON story_log (score, story_id, from_at, until_at, language, section); -- all that finds a page
CREATE INDEX story_log_spare ON story_log (spare, from_at) WHERE spare > 0;
CREATE INDEX story_log_source ON story_log (lead_source);
CREATE INDEX story_log_image ON story_log (image_source) WHERE image_source > 0;

-- The highest score that any story had in an hour in which the log grew: where reading a page of that hour begins.
CREATE TABLE story_peaks (
  hour  bigint PRIMARY KEY, -- since 1970
  score double precision NOT NULL
);

INSERT INTO story_log (story_id, from_at, score, language, section, lead_source, updated_at)
  SELECT id, floor(extract(epoch FROM now()))::bigint * 1000000, score, language, section, lead_source, updated_at FROM stories;
INSERT INTO story_peaks (hour, score) SELECT floor(extract(epoch FROM now()))::bigint / 3600, max(score) FROM stories HAVING count(*) > 0;
