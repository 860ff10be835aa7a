-- A search is done by one process of the server: SQLite has none.

-- +goose Up

SELECT 1;
