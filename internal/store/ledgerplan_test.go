package store_test

import (
	"context"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// ledgerReads are what stages and pages read of the ledger that ledgerCrowd makes.
func ledgerReads(ctx context.Context, s *store.Store) map[string]store.Read {
	osk := news.LedgerFilter{About: 1}
	day := time.Unix(20_526*24*60*60, 0).UTC()
	all := map[string]store.Read{
		"claim unread": {Do: func() error { _, err := s.ClaimUnread(ctx, 20, 2); return err }},
		"remembered": {Do: func() error {
			_, err := s.Remembered(ctx, []string{"common"}, []uint64{store.NameKey("common")}, []news.ArticleID{7})
			return err
		}},
		"entity":           {Do: func() error { _, err := s.Entity(ctx, 7); return err }},
		"entities by name": {Do: func() error { _, _, err := s.Entities(ctx, news.LedgerFilter{Words: "rar"}); return err }},
		"entities":         {Whole: true, Do: func() error { _, _, err := s.Entities(ctx, news.LedgerFilter{}); return err }},
		"told of a story":  {Slices: true, Do: func() error { _, err := s.Told(ctx, news.LedgerFilter{Story: 3}); return err }},
		"told of a thread": {Slices: true, Do: func() error { _, err := s.Told(ctx, news.LedgerFilter{Thread: 3}); return err }},
		"marks of stories": {Slices: true, Do: func() error { _, err := s.StoryMarks(ctx, []news.StoryID{3, 4, 700}); return err }},
		"name of a story":  {Do: func() error { _, err := s.StoryName(ctx, 3); return err }},
		"of a story":       {Do: func() error { _, err := s.EntitiesOf(ctx, 3, 0); return err }},
		"company":          {Do: func() error { _, err := s.Company(ctx, 1); return err }},
		"entity articles":  {Do: func() error { _, _, err := s.EntityArticles(ctx, 1, news.Filter{}); return err }},
		"entity stories":   {Do: func() error { _, _, err := s.EntityStories(ctx, 1, news.Filter{}); return err }},
		"saying":           {Do: func() error { _, err := s.Saying(ctx, 7); return err }},
		"sayings of":       {Do: func() error { _, err := s.SayingsOf(ctx, 7); return err }},
		"happenings":       {Do: func() error { _, err := s.Happenings(ctx, news.LedgerFilter{Story: 3}); return err }},
		"agenda":           {Do: func() error { _, err := s.Agenda(ctx, day, day.AddDate(0, 0, 3), news.LedgerFilter{}); return err }},
		"agenda of a section": {Do: func() error {
			_, err := s.Agenda(ctx, day, day.AddDate(0, 0, 3), news.LedgerFilter{Section: news.SectionWorld, Edition: news.Edition{Language: "fr"}})
			return err
		}},
		"agenda of a source": {Do: func() error {
			_, err := s.Agenda(ctx, day, day.AddDate(0, 0, 3), news.LedgerFilter{Source: 1})
			return err
		}},
	}
	for name, f := range map[string]news.LedgerFilter{
		"all": {}, "in French": {Edition: news.Edition{Language: "fr"}}, "in none": {Edition: news.Edition{Language: "qq"}}, "by": {Speaker: 1}, "about": osk,
		"direct": {Direct: true}, "with rare words": {Words: "rare"}, "with common words": {Words: "common"},
		"with words by": {Words: "rare", Speaker: 1}, "since": {Since: noon},
	} {
		whole := name == "all" || name == "direct"
		all["sayings "+name] = store.Read{Whole: whole, Do: func() error { _, _, err := s.Sayings(ctx, f); return err }}
	}
	return all
}

// ledgerCrowd makes a ledger of fillCrowd's articles in SQL: all name entity 1, which says something in each of them.
func ledgerCrowd(s *store.Store, each, pos, lang string) []string {
	blob := func(hex string) string { return "CAST(x'" + hex + "' AS BLOB)" }
	index := "INSERT INTO saying_search (rowid, speaker, words) SELECT " + pos + ", 'common', CASE WHEN i % 4000 = 1 THEN 'rare' ELSE 'x' END FROM n"
	if store.Engine(s) == "postgres" {
		blob = func(hex string) string { return `CAST('\x` + hex + `' AS bytea)` }
		index = "INSERT INTO saying_search (place, terms) SELECT " + pos + ", CAST('common:1A ' || CASE WHEN i % 4000 = 1 THEN 'rare:12' ELSE 'x:12' END AS tsvector) FROM n"
	}
	return []string{
		each + "INSERT INTO facts (article_id, version, pos, made, facts) SELECT i, CASE WHEN i % 2000 = 3 THEN 0 ELSE 2 END, " + pos + ", " + blob("0101010100") + ", " + blob("00") + " FROM n",
		each + `INSERT INTO entities (id, kind, name, aliases, role, country, language, articles, sayings, first_seen_at, updated_at, rank, keys, memory)
			SELECT i, 'person', CASE WHEN i % 4000 = 1 THEN 'Rare' ELSE 'Common' END, '', '', '', 'en', 1, 1, 1, i, i % 7, ` + blob("00") + ", " + blob("00") + " FROM n",
		each + "INSERT INTO entity_keys (key, rank, entity_id) SELECT " + store.NameKeyText("common") + ", i % 7, i FROM n",
		each + "INSERT INTO entity_words (word, rank, entity_id) SELECT CASE WHEN i % 4000 = 1 THEN 'rare' ELSE 'common' END, i % 7, i FROM n",
		each + "INSERT INTO namings (entity_id, pos) SELECT 1, " + pos + " FROM n",
		each + "INSERT INTO sayings (id, place, direct, speaker, spoken_by, role, told, said_from, said_until, likely, articles, lang, text, wordings, keys, about) SELECT i, " +
			pos + ", 1, 1, 'Common', '', '', 0, 0, 1, 1, " + lang + ", 'x', '', " + blob("00") + ", " + blob("00") + " FROM n",
		each + "INSERT INTO saying_keys (key, saying_id) SELECT " + store.NameKeyText("common") + ", i FROM n",
		each + "INSERT INTO carriers (saying_id, pos, quote, spans, text) SELECT i, " + pos + ", 0, " + blob("000000") + ", '' FROM n",
		each + "INSERT INTO abouts (entity_id, place) SELECT 1, " + pos + " FROM n",
		each + "INSERT INTO agenda (day, pos, event, until, weight, lang) SELECT 20000 + i / 20, " + pos + ", 0, 0, 0.5, 'en' FROM n",
		each + index,
	}
}
