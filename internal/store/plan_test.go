package store_test

import (
	"context"
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

// glance is how many rows of the 20,000 that fillCrowd makes a page may look at: a few times of what it shows.
const glance = 700

// TestPlans: no page looks at more rows the more are stored.
func TestPlans(t *testing.T) {
	t.Parallel()
	for engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			o := store.Options{}
			if engine == "postgres" {
				o.URL = pgtest.URL(t)
			} else {
				o.Path = filepath.Join(t.TempDir(), "nutgraf.db")
			}
			s := open(t, o)
			fillCrowd(t, s)
			searchGoesOn(t, s)
			explain := store.Explain(t, s, o.URL)
			for name, read := range reads(t, s) {
				for _, wrong := range explain(read, glance*max(1, read.Glances)) {
					t.Errorf("%s: %s", name, wrong)
				}
			}
		})
	}
}

// searchGoesOn: where a search did not look at everything, the next page does.
func searchGoesOn(t *testing.T, s *store.Store) {
	t.Helper()
	for text, want := range map[string]int{"person:rare lang:fr": 40, "said:rare lang:fr": 40} {
		q, err := query.Parse(text)
		check(t, err)
		found, f := 0, news.Filter{Limit: news.MaxLimit}
		for range 400 {
			page, err := s.Search(context.Background(), q, f)
			check(t, err)
			found += len(page.Hits)
			if f.After = page.Next; page.Next == "" {
				break
			}
		}
		if found != want || f.After != "" {
			t.Errorf("%s: got %d articles, then %q, want %d", text, found, f.After, want)
		}
	}
}

func reads(tb testing.TB, s *store.Store) map[string]store.Read {
	tb.Helper()
	ctx := context.Background()
	all := map[string]store.Read{
		"story":          {Do: func() error { _, err := s.Story(ctx, 3); return err }},
		"story articles": {Do: func() error { _, err := s.StoryArticles(ctx, 3); return err }},
		"article":        {Do: func() error { _, _, err := s.Article(ctx, 3); return err }},
		"addressed":      {Do: func() error { _, err := s.Addressed(ctx, 101, 201); return err }},
		"addressed news": {Do: func() error { _, err := s.AddressedSince(ctx, time.Unix(0, 0), 100); return err }},
		"sources":        {Do: func() error { _, err := s.Sources(ctx); return err }},
		"pinned":         {Do: func() error { _, err := s.Pinned(ctx, news.Edition{}, noon); return err }, Few: "stories_pinned"},
		"counts":         {Do: func() error { _, err := s.Counts(ctx); return err }},
		"languages":      {Do: func() error { _, err := s.Languages(ctx); return err }},
		"reasons":        {Do: func() error { _, err := s.Reasons(ctx); return err }},
		"backlogs":       {Do: func() error { _, err := s.Backlogs(ctx, noon); return err }},
		"logged since":   {Do: func() error { _, err := s.LoggedSince(ctx); return err }},
		"thin the log":   {Do: func() error { _, err := s.ThinLog(ctx, noon.Add(9999*time.Hour)); return err }},
		"score basis":    {Do: func() error { _, _, err := s.ScoreBasis(ctx, 15000, 100); return err }},
		"past stories":   {Do: func() error { _, _, err := s.Stories(ctx, news.Filter{At: noon, Limit: 100}); return err }},
		"claim articles": {Do: func() error { _, err := s.ClaimArticles(ctx, 20, 1); return err }},
		"newest":         {Do: func() error { _, err := s.Newest(ctx, 3, 60); return err }},
		"members":        {Do: func() error { _, err := s.Members(ctx, []news.StoryID{3, 4}); return err }},
		"recent":         {Do: func() error { _, err := s.Recent(ctx, noon.Add(-3*time.Second)); return err }},
		"claim entries":  {Do: func() error { _, err := s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 20, 1); return err }},
		"save entries":   {Do: func() error { tell(tb, s, noon, damFeed, dam, strike, prize); return nil }},
		"versions":       {Do: func() error { _, err := s.EntryVersions(ctx, 3); return err }},
		"claim hubs":     {Do: func() error { _, err := s.ClaimHubs(ctx, noon, noon.Add(time.Minute), 20); return err }},
		"old captures":   {Do: func() error { _, err := s.OldCaptures(ctx, 100, noon.Add(9999*time.Hour), 100); return err }},
		"old texts":      {Do: func() error { _, err := s.OldTexts(ctx, 100, noon.Add(9999*time.Hour), 100); return err }},
		"hub by token":   {Do: func() error { _, _, err := s.HubByToken(ctx, "t300"); return err }},
		"export": {Do: func() error {
			return s.ExportArticles(ctx, func(news.Article, news.Source) error { return context.Canceled })
		}},
	}
	maps.Copy(all, ledgerReads(ctx, s))
	french, nobody := news.Edition{Language: "fr"}, news.Edition{Language: "qq"}
	for name, f := range map[string]news.Filter{
		"everything": {}, "in French": {Edition: french}, "in no language": {Edition: nobody},
		"of a section":           {Section: news.SectionSport},
		"of a section in French": {Section: news.SectionSport, Edition: french},
		"of a section in none":   {Section: news.SectionSport, Edition: nobody},
		"of a kind":              {Kind: news.KindVideo},
		"of a kind in French":    {Kind: news.KindVideo, Edition: french},
		"of a source":            {Source: 3},
	} {
		whole := f == news.Filter{}
		all["latest "+name] = store.Read{Whole: whole, Do: func() error { _, _, err := s.Latest(ctx, f); return err }}
		if f.Kind != "" {
			continue
		}
		all["stories "+name] = store.Read{Whole: whole, Do: func() error { _, _, err := s.Stories(ctx, f); return err }}
		f.Order = news.OrderUpdated
		all["updated stories "+name] = store.Read{Whole: whole, Do: func() error { _, _, err := s.Stories(ctx, f); return err }}
	}
	nowhere := news.Filter{Edition: news.Edition{Region: "QQ"}}
	all["latest of a region without news"] = store.Read{Do: func() error { _, _, err := s.Latest(ctx, nowhere); return err }}
	for _, text := range []string{"rare", "common", "common lang:fr", "rare lang:vo", "lang:vo", "lang:fr", "kind:video", "section:sport",
		"source:c.example", "rare -common", "lang:fr -rare", "after:2026-03-15", "person:common", "person:rare", "person:nobody", "place:common", "person:common lang:fr",
		"rare person:common", "common person:rare", "person:common OR rare", "person:common before:2026-03-14", "said:common", "said:rare", "common said:rare", "in:US", "in:FR", "in:FR lang:fr", "in:JP",
		"rare in:US", "in:2026-03-15", "after:30d", "rare has:picture", "rare has:quote", "lang:fr has:quote", "section:sport has:byline", "rare has:video"} {
		q, err := query.Parse(text)
		check(tb, err)
		slices := strings.Contains(text, "in:") || strings.HasPrefix(text, "rare ") && strings.Contains(text, ":") || strings.Contains(text, " OR ") ||
			text == "rare" && store.Engine(s) == "postgres" // it may cut the matches of a slice down by its places
		all["search "+text] = store.Read{Search: q, Slices: slices, Do: func() error { _, err := s.Search(ctx, q, news.Filter{}); return err }}
		slices = slices || strings.HasPrefix(text, "person:") || // whoever is named in a slice is listed, and these have larger ones
			strings.HasPrefix(text, "common") && store.Engine(s) == "postgres" // all matches of a slice's periods are read; tables so small it reads whole
		all["relevant "+text] = store.Read{Search: q, Slices: slices, Do: func() error { _, err := s.Search(ctx, q, news.Filter{Order: news.OrderRelevant}); return err }}
		all["tally "+text] = store.Read{Search: q, Slices: slices, Glances: 2, Do: func() error { _, err := s.Tally(ctx, q, news.Filter{}); return err }}
	}
	return all
}

// fillCrowd makes articles, entries and stories in SQL: nearly all are English reports of two sources on the world.
func fillCrowd(tb testing.TB, s *store.Store) {
	tb.Helper()
	const (
		each = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
		lang = "CASE WHEN i % 500 = 1 THEN 'fr' ELSE 'en' END"
		pos  = "1904266092478464000 + CAST(i AS bigint) * 1073741824 + i"
	)
	packed, given := "CAST('{}' AS BLOB)", "UPDATE sequences SET last = 20000"
	index := `INSERT INTO article_search (rowid, headline, author, body)
		SELECT ` + pos + `, 'common', '', CASE WHEN i % 4000 = 1 THEN 'rare' ELSE 'x' END FROM n`
	if store.Engine(s) == "postgres" {
		packed, given = "CAST('{}' AS bytea)", "SELECT setval('entry_ids', 20000), setval('feed_ids', 20000), setval('source_ids', 20000)"
		index = `INSERT INTO article_search (pos, article_id, terms)
			SELECT ` + pos + `, i, CAST('common:1A ' || CASE WHEN i % 4000 = 1 THEN 'rare:12' ELSE 'x:12' END AS tsvector) FROM n`
	}
	statements := []string{
		given,
		"INSERT INTO sources (id, host, name, country) VALUES (1, 'a.example', 'A', 'FR'), (2, 'b.example', 'B', 'FR'), (3, 'c.example', 'C', 'US'), (4, 'd.example', 'D', 'US')",
		each + `INSERT INTO entries (id, source_id, feed_id, guid_key, content_key, guid, url, title, published_at, updated_at, seen_at, state, due_at, captured, link_key, title_key)
			SELECT i, 1, i % 2, i, i, 'g', 'u', 't', 0, 0, 1, 3, 0, 1, i, i FROM n`,
		each + "INSERT INTO entry_details (entry_id, detail) SELECT i, " + packed + " FROM n",
		each + `INSERT INTO articles (id, entry_id, part, source_id, story_id, family_id, group_version, pos, text_key, url, canonical_url,
				headline, authors, published_at, date_only, updated_at, fetched_at, seen_at, language, lang, kind, section, outlet, summary,
				dateline, truncated, image_url, image_caption, image_credit, tags)
			SELECT i, i, 0, 1 + i % 2, 1 + i / 4, i, 1, ` + pos + `, i, 'u', '', 'h', '', 0, 0, 0, 0, 1773489600000000, ` + lang + ", " + lang +
			", 'report', 'world', '', '', '', 0, '', '', '', '' FROM n",
		each + "INSERT INTO article_bodies (article_id, body) SELECT i, " + packed + " FROM n",
		each + index,
		each + `INSERT INTO stories (id, headline, summary, language, section, lead, lead_source, image_url, image_caption, image_credit,
				articles, sources, independent, first_seen_at, updated_at, score)
			SELECT i, 'h', '', ` + lang + `, 'world', i, 1 + i % 2, '', '', '', 4, 2, 2, 1, 1773489600000000 - CAST(i AS bigint) * 1000000, i FROM n`,
		each + `INSERT INTO story_log (story_id, from_at, until_at, spare, score, language, section, lead_source, updated_at, detail)
			SELECT i, 1773489600000000 - CAST(20000 - i AS bigint) * 1000000, 9223372036854775807, CASE WHEN i % 200 = 0 THEN 1 ELSE 0 END, i, ` + lang + ", 'world', 1, 1, " + packed + " FROM n",
		"INSERT INTO story_peaks (hour, score) VALUES (492635, 15000), (492636, 20000)",
		each + `INSERT INTO feeds (id, source_id, url, next_poll_at) SELECT i, 4, 'http://d.example/' || i, 9999999999999999 FROM n WHERE i <= 500`,
		each + `INSERT INTO hubs (feed_id, url, topic, token, secret, next_at)
			SELECT i, 'https://hub.example/', 't', 't' || i, 's', 9999999999999999 FROM n WHERE i <= 500`,
	}
	statements = append(append(statements, ledgerCrowd(s, each, pos, lang)...), "ANALYZE")
	if store.Engine(s) == "sqlite" {
		statements = statements[:len(statements)-1] // nobody runs it there: plans must be good without
	}
	store.Exec(tb, s, strings.Join(statements, ";\n"))
}
