-- What matches is found by time: SQLite's search index is in order of time.

-- +goose Up

SELECT 1;
