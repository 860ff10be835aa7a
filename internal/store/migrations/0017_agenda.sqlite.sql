-- The weightiest announcements of a day, without looking at all of them.

-- +goose Up

CREATE INDEX agenda_weight ON agenda (day, weight, pos, lang, event);
