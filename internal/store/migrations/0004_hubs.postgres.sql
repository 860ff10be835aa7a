-- Subscriptions at WebSub hubs, which push what a feed publishes. They are of the moment and in no backup.

-- +goose Up

CREATE TABLE hubs (
  feed_id     BIGINT PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
  url         TEXT NOT NULL,
  topic       TEXT NOT NULL,
  token       TEXT NOT NULL UNIQUE,        -- last part of the address that the hub calls
  secret      TEXT NOT NULL,               -- with which it signs
  callback    TEXT NOT NULL DEFAULT '',    -- the rest of that address, as it was told; '' before it was
  wanted      BIGINT NOT NULL DEFAULT 1,  -- the feed still names the hub
  asked_at    BIGINT NOT NULL DEFAULT 0,
  answered    BIGINT NOT NULL DEFAULT 1,  -- nothing is awaited of the hub
  verified_at BIGINT NOT NULL DEFAULT 0,
  lease_end   BIGINT NOT NULL DEFAULT 0,  -- it pushes until then; 0: not at all
  next_at     BIGINT NOT NULL DEFAULT 0,  -- to be asked, or asked again
  failures    BIGINT NOT NULL DEFAULT 0,
  problem     TEXT NOT NULL DEFAULT '',
  pushed_at   BIGINT NOT NULL DEFAULT 0,  -- last push, believed or not
  missed      BIGINT NOT NULL DEFAULT 0,  -- polls in a row that found news the hub had not pushed
  poll_at     BIGINT NOT NULL DEFAULT 0,  -- when a push that was not believed made the feed due
  lease_until BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX hubs_due ON hubs (next_at, feed_id) WHERE wanted = 1;
