-- A search is done by one process of the server.

-- +goose Up

-- At a million articles the planner thinks that walking the river is so much work that helpers pay, and starts two for
-- each search. Starting them takes longer than the search, and each finds a page of its own before any has one. A
-- function that helpers may not call keeps them away, also behind a pooler, which passes no setting on.
ALTER FUNCTION looked_into(BIGINT) PARALLEL UNSAFE;
