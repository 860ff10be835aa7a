-- Which terms the search index holds.

-- +goose Up

-- One row. Articles below from_id still have the terms of an earlier version of internal/text/stem, if any; 0: none has. Of version 0
-- are those from before there were stems.
CREATE TABLE indexing (
  version INTEGER NOT NULL,
  from_id INTEGER NOT NULL
) STRICT;
INSERT INTO indexing (version, from_id) SELECT CASE WHEN EXISTS (SELECT 1 FROM articles) THEN 0 ELSE 1 END, 0;
