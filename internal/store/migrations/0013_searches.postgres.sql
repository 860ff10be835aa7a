-- What users search for again and again.

-- +goose Up

CREATE TABLE searches (
  id        BIGINT PRIMARY KEY,
  user_id   BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name      TEXT NOT NULL,
  query     TEXT NOT NULL,    -- as it was typed
  made_at   BIGINT NOT NULL,
  seen_at   BIGINT NOT NULL, -- when its page was last open
  before_at BIGINT NOT NULL, -- when it was in an earlier visit
  UNIQUE (user_id, query)
);

INSERT INTO sequences (name, last) VALUES ('search', 0);
