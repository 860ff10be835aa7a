package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// Two reports of one event, and one of another. Ines Halloran speaks in the first two.
var reports = []string{
	"The harbour master, Ines Halloran, said: “The river will rise again.” Osk fears for its dam. The talks are on 3 May. At least 12 people died.",
	"“The river will rise again,” said Ines Halloran in Osk.",
	"Rue Marek told the Wire that Osk is dry.",
}

// reported is what an article of reports says, as a reader of it would tell.
func reported(a news.Article) news.Facts {
	text := a.Text()
	span := func(words string) news.Range {
		at := strings.Index(text, words)
		if at < 0 {
			return news.Range{}
		}
		return news.Range{Start: at, End: at + len(words)}
	}
	f := news.Facts{Article: a.ID, Text: news.TextKey(text), Phrases: []string{"dam talks", "Osk"}}
	for _, actor := range []news.Actor{
		{Kind: news.EntityPerson, Name: "Ines Halloran", Forms: []string{"Ines Halloran"}, Role: "harbour master", Female: .75, Mentions: 1},
		{Kind: news.EntityPerson, Name: "Rue Marek", Forms: []string{"Rue Marek"}, Female: .5, Mentions: 1},
		{Kind: news.EntityPlace, Name: "Osk", Forms: []string{"Osk"}, Country: "VM", Female: .5, Mentions: 1},
	} {
		if r := span(actor.Name); !r.Empty() {
			actor.First, actor.RoleAt = r.Start, span(actor.Role)
			if actor.Role != "" && actor.RoleAt.Empty() {
				actor.Role = ""
			}
			f.Mentions = append(f.Mentions, news.Mention{Range: r, Kind: actor.Kind, Actor: len(f.Actors)})
			f.Actors = append(f.Actors, actor)
		}
	}
	slices.SortFunc(f.Mentions, func(a, b news.Mention) int { return a.Start - b.Start })
	if r := span("“The river will rise again.”"); !r.Empty() {
		f.Quotes = append(f.Quotes, news.Quote{Range: r, Parts: []news.Range{span("The river will rise again.")}, Direct: true,
			Speaker: span("Ines Halloran"), Cue: span("said"), Role: "harbour master", Likely: .9})
	}
	if r := span("“The river will rise again,”"); !r.Empty() {
		f.Quotes = append(f.Quotes, news.Quote{Range: r, Parts: []news.Range{span("The river will rise again,")}, Direct: true,
			Speaker: span("Ines Halloran"), Cue: span("said"), Likely: .8})
	}
	if r := span("Osk is dry"); !r.Empty() {
		f.Quotes = append(f.Quotes, news.Quote{Range: r, Parts: []news.Range{r}, Speaker: span("Rue Marek"), Told: "the Wire", Cue: span("told"), Likely: .5})
	}
	if r := span("The talks are on 3 May."); !r.Empty() {
		day := time.Date(2026, 5, 3, 0, 0, 0, 0, time.UTC)
		f.Dates = []news.Date{{Range: span("3 May"), Type: news.DateDay, Value: "2026-05-03", From: day, Until: day.AddDate(0, 0, 1)}}
		f.Events = []news.Event{{Range: r, From: day, Until: day.AddDate(0, 0, 1), Ahead: true, Weight: .5}}
		f.Numbers = []news.Number{{Range: span("At least 12 people"), Kind: news.NumberDead, Value: 12, High: 12, Bound: news.BoundAtLeast, Subject: "people", Sentence: span("At least 12 people died.")}}
		f.Keys = []news.Range{r}
	}
	return f
}

// understood fills a store with the articles of reports, the first two in story 1, the last in story 2, and takes the lease.
func understood(t *testing.T, s *store.Store) []news.Article {
	t.Helper()
	var entries []news.Entry
	for i := range reports {
		entries = append(entries, entry("a.example", i))
	}
	poll(t, s, feed(t, s, "a.example"), entries...)
	read(t, s, func(w news.Work) []news.Article {
		return []news.Article{plain(w, reports[w.Entry.ID-1])}
	})
	made := latest(t, s)
	slices.SortFunc(made, func(a, b news.Article) int { return int(a.ID - b.ID) })
	g := news.Grouping{Stories: []news.Story{fullStory(1, made[0].SourceID), fullStory(2, made[0].SourceID)}}
	for i, story := range []news.StoryID{1, 1, 2} {
		g.Placed = append(g.Placed, news.Placement{Article: made[i].ID, Story: story, Family: made[i].ID})
	}
	group(t, s, g)
	return made
}

// settled is what the ledger comes to of articles, with entities and sayings by their names and words, as far as they are
// not known: as simple as it gets.
func settled(t *testing.T, s *store.Store, unread []news.Unread) news.Ledger {
	t.Helper()
	l := news.Ledger{Claimed: map[news.ArticleID]int64{}, Version: 2}
	var names []string
	var hashes []uint64
	var articles []news.ArticleID
	said := func(f news.Facts, q news.Quote, text string) (string, uint64) {
		words := q.Parts[0].In(text)
		return words, news.TextKey(strings.TrimRight(words, ".,"))
	}
	facts := map[news.ArticleID]news.Facts{}
	for _, u := range unread {
		f := reported(u.Article)
		facts[u.ID] = f
		articles = append(articles, u.ID)
		for _, a := range f.Actors {
			names = append(names, a.Name)
		}
		for _, q := range f.Quotes {
			_, hash := said(f, q, u.Text())
			hashes = append(hashes, hash)
		}
	}
	known := must(s.Remembered(context.Background(), names, hashes, articles))(t)
	byName, byHash := map[string]*news.Profile{}, map[uint64]news.SayingID{}
	for i := range known.Profiles {
		p := &known.Profiles[i]
		for _, name := range append([]string{p.Name}, p.Aliases...) {
			byName[name] = p
		}
	}
	for _, saying := range known.Sayings {
		byHash[news.TextKey(strings.TrimRight(saying.Text, ".,"))] = saying.ID
	}
	slices.SortFunc(unread, func(a, b news.Unread) int { return a.Time().Compare(b.Time()) })
	for _, u := range unread {
		f := facts[u.ID]
		l.Facts, l.Claimed[u.ID] = append(l.Facts, f), u.Key
		for i, a := range f.Actors {
			p := byName[a.Name]
			if p == nil {
				p = &news.Profile{Entity: news.Entity{ID: known.NextEntity, Kind: a.Kind, Name: a.Name, Aliases: []string{a.Name + " of old"}, Language: "en", FirstSeenAt: u.Time()}, Memory: []byte("m")}
				known.NextEntity++
				byName[a.Name] = p
			}
			p.Role, p.Country, p.Keys = a.Role, a.Country, []string{a.Name}
			if u.Time().Before(p.FirstSeenAt) {
				p.FirstSeenAt = u.Time()
			}
			if u.Time().After(p.UpdatedAt) {
				p.UpdatedAt = u.Time()
			}
			l.Entities = slices.DeleteFunc(l.Entities, func(old news.Profile) bool { return old.ID == p.ID })
			l.Entities = append(l.Entities, *p)
			l.Named = append(l.Named, news.Naming{Article: u.ID, Actor: i, Entity: p.ID})
		}
		for i, q := range f.Quotes {
			words, hash := said(f, q, u.Text())
			id, found := byHash[hash]
			if !found {
				id = known.NextSaying
				known.NextSaying++
				byHash[hash] = id
				l.Sayings = append(l.Sayings, news.Saying{ID: id, Direct: q.Direct, Text: words, Speaker: byName[f.Actors[q.Actor].Name].ID,
					SpokenBy: f.Actors[q.Actor].Name, Role: q.Role, Told: q.Told, Likely: q.Likely, FirstAt: u.Time(), Story: u.StoryID})
			}
			l.Carried = append(l.Carried, news.Carrying{Article: u.ID, Quote: i, Saying: id, Keys: []uint64{hash}, Text: words})
		}
	}
	return l
}

// settle has the ledger read all that waits for it, and returns how many there were.
func settle(t *testing.T, s *store.Store) int {
	t.Helper()
	ctx := context.Background()
	term := must(s.AcquireLease(ctx, "ledger", "me", noon, noon.Add(time.Minute)))(t)
	unread := must(s.ClaimUnread(ctx, 100, 2))(t)
	check(t, s.SaveLedger(ctx, "me", term, settled(t, s, unread), noon))
	return len(unread)
}

func names(entities []news.Entity) (list []string) {
	for _, e := range entities {
		list = append(list, e.Name)
	}
	return list
}

func sayings(t *testing.T, s *store.Store, f news.LedgerFilter) (list []string) {
	t.Helper()
	found, _, err := s.Sayings(context.Background(), f)
	check(t, err)
	for _, saying := range found {
		list = append(list, saying.Text)
	}
	return list
}

// rows are all rows of the ledger.
func rows(t *testing.T, s *store.Store) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for table, columns := range map[string]string{
		"facts":       "article_id || ' ' || version || ' ' || length(made) || ' ' || length(facts)",
		"entities":    "id || ' ' || name || ' ' || aliases || ' ' || articles || ' ' || sayings || ' ' || first_seen_at || ' ' || updated_at || ' ' || hidden || ' ' || rank || ' ' || length(keys)",
		"entity_keys": "key || ' ' || rank || ' ' || entity_id", "entity_words": "word || ' ' || rank || ' ' || entity_id",
		"entity_redirects": "from_id || ' ' || into_id", "namings": "entity_id || ' ' || pos",
		"sayings":     "id || ' ' || place || ' ' || speaker || ' ' || spoken_by || ' ' || articles || ' ' || lang || ' ' || text || ' ' || wordings || ' ' || length(keys) || ' ' || length(about)",
		"saying_keys": "key || ' ' || saying_id", "abouts": "entity_id || ' ' || place", "carriers": "saying_id || ' ' || pos || ' ' || quote || ' ' || text",
		"saying_redirects": "from_id || ' ' || into_id", "agenda": "day || ' ' || pos || ' ' || event", "sequences": "name || ' ' || last",
	} {
		all[table] = store.Strings(t, s, "SELECT "+columns+" FROM "+table+" ORDER BY 1")
	}
	all["found"] = sayings(t, s, news.LedgerFilter{Words: "river OR dry"})
	return all
}

// consistent checks that what is counted is there, and that nothing belongs to what is gone.
func consistent(t *testing.T, s *store.Store) {
	t.Helper()
	for what, query := range map[string]string{
		"articles of entities": "SELECT e.id || ' ' || e.articles FROM entities e WHERE e.articles <> (SELECT count(*) FROM namings n WHERE n.entity_id = e.id)",
		"sayings of entities":  "SELECT e.id || ' ' || e.sayings FROM entities e WHERE e.sayings <> (SELECT count(*) FROM sayings s WHERE s.speaker = e.id AND s.articles > 0)",
		"articles of sayings":  "SELECT s.id || ' ' || s.articles FROM sayings s WHERE s.articles <> (SELECT count(DISTINCT c.pos) FROM carriers c WHERE c.saying_id = s.id)",
		"places of sayings":    "SELECT s.id || ' ' || s.place FROM sayings s WHERE s.articles > 0 AND s.place / 1073741824 <> (SELECT min(c.pos) / 1073741824 FROM carriers c WHERE c.saying_id = s.id)",
		"namings":              "SELECT n.entity_id || ' ' || n.pos FROM namings n WHERE NOT EXISTS (SELECT 1 FROM entities e WHERE e.id = n.entity_id) OR NOT EXISTS (SELECT 1 FROM facts f WHERE f.pos = n.pos)",
		"carriers":             "SELECT c.saying_id || ' ' || c.pos FROM carriers c WHERE NOT EXISTS (SELECT 1 FROM sayings s WHERE s.id = c.saying_id) OR NOT EXISTS (SELECT 1 FROM facts f WHERE f.pos = c.pos)",
		"agenda":               "SELECT g.day || ' ' || g.pos FROM agenda g WHERE NOT EXISTS (SELECT 1 FROM facts f WHERE f.pos = g.pos)",
		"facts":                "SELECT a.id || '' FROM articles a LEFT JOIN facts f ON f.article_id = a.id WHERE f.pos IS NULL OR f.pos <> a.pos",
		"keys":                 "SELECT k.entity_id || '' FROM entity_keys k LEFT JOIN entities e ON e.id = k.entity_id WHERE e.rank IS NULL OR e.rank <> k.rank",
		"words":                "SELECT k.entity_id || '' FROM entity_words k LEFT JOIN entities e ON e.id = k.entity_id WHERE e.rank IS NULL OR e.rank <> k.rank",
		"abouts":               "SELECT b.entity_id || ' ' || b.place FROM abouts b WHERE NOT EXISTS (SELECT 1 FROM sayings s WHERE s.place = b.place)",
	} {
		if wrong := store.Strings(t, s, query); len(wrong) > 0 {
			t.Errorf("%s: %v", what, wrong)
		}
	}
}
