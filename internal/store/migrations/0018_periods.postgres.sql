-- What matches is found by time.

-- +goose Up

-- The periods of time that a place lies in, from 512 seconds to 194 days: see internal/store/period.go.
CREATE FUNCTION periods(pos BIGINT) RETURNS INTEGER[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ARRAY[CAST(pos >> 39 AS INTEGER), 67108864 + CAST(pos >> 42 AS INTEGER), 134217728 + CAST(pos >> 45 AS INTEGER),
    201326592 + CAST(pos >> 48 AS INTEGER), 268435456 + CAST(pos >> 51 AS INTEGER), 335544320 + CAST(pos >> 54 AS INTEGER)];

-- Where there are articles, the index is made in the background, while they are found by the old one: it takes minutes for a million.
-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM article_search) THEN
    CREATE INDEX article_search_periods ON article_search USING GIN (periods(pos), terms);
    DROP INDEX article_search_terms;
  END IF;
END
$$;
-- +goose StatementEnd
