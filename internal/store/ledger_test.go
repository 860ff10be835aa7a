package store_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
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

func TestLedger(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := understood(t, s)
		equal(t, "waits", must(s.Backlogs(ctx, noon))(t)[3].Waiting, 3)
		equal(t, "read", settle(t, s), 3)
		equal(t, "waits", must(s.Backlogs(ctx, noon))(t)[3].Waiting, 0)
		equal(t, "read again", settle(t, s), 0)

		for _, a := range made {
			full, _, err := s.Article(ctx, a.ID)
			check(t, err)
			equal(t, "facts", must(s.Facts(ctx, a.ID))(t), reported(full))
		}
		people, next, err := s.Entities(ctx, news.LedgerFilter{Kind: news.EntityPerson, Limit: 1})
		check(t, err)
		equal(t, "the last that was named", names(people), []string{"Rue Marek"})
		people, next, err = s.Entities(ctx, news.LedgerFilter{Kind: news.EntityPerson, Limit: 1, After: next})
		check(t, err)
		equal(t, "the other one", names(people), []string{"Ines Halloran"})
		equal(t, "no more", next, "")
		ines := people[0]
		equal(t, "Ines", ines, news.Entity{ID: ines.ID, Kind: news.EntityPerson, Name: "Ines Halloran", Aliases: []string{"Ines Halloran of old"}, Language: "en",
			Articles: 2, Sayings: 1, FirstSeenAt: made[0].Time(), UpdatedAt: made[1].Time()})
		equal(t, "by itself", must(s.Entity(ctx, ines.ID))(t), ines)
		for words, want := range map[string][]string{"hallo": {"Ines Halloran"}, "INES hal": {"Ines Halloran"}, "halloran osk": nil, "old": {"Osk", "Ines Halloran", "Rue Marek"}, "-": nil} {
			found, _, err := s.Entities(ctx, news.LedgerFilter{Words: words})
			check(t, err)
			equal(t, words, names(found), want)
		}
		equal(t, "people and places of a story", names(must(s.EntitiesOf(ctx, 1, 0))(t)), []string{"Ines Halloran", "Osk"})
		equal(t, "of an article", names(must(s.EntitiesOf(ctx, 0, made[2].ID))(t)), []string{"Osk", "Rue Marek"})
		equal(t, "company", names(must(s.Company(ctx, ines.ID))(t)), []string{"Osk"})
		named := must(s.Named(ctx, made[2].ID))(t)
		equal(t, "actors", []string{named[0].Name, named[1].Name}, []string{"Rue Marek", "Osk"})

		osk := must(s.Company(ctx, ines.ID))(t)[0].ID
		articles, next, err := s.EntityArticles(ctx, osk, news.Filter{Limit: 2})
		check(t, err)
		equal(t, "articles", []news.ArticleID{articles[0].ID, articles[1].ID}, []news.ArticleID{made[2].ID, made[1].ID})
		articles, _, err = s.EntityArticles(ctx, osk, news.Filter{Limit: 2, After: next})
		check(t, err)
		equal(t, "the first", articles[0].ID, made[0].ID)
		stories, next, err := s.EntityStories(ctx, osk, news.Filter{Limit: 1})
		check(t, err)
		equal(t, "newest story", stories[0].ID, news.StoryID(2))
		stories, next, err = s.EntityStories(ctx, osk, news.Filter{Limit: 1, After: next})
		check(t, err)
		equal(t, "older story, once", []any{len(stories), stories[0].ID, next}, []any{1, news.StoryID(1), ""})

		rise := must(s.SayingsOf(ctx, made[0].ID))(t)[0]
		saying := must(s.Saying(ctx, rise.ID))(t)
		equal(t, "carriers", len(saying.Carriers), 2)
		text0, _, _ := s.Article(ctx, made[0].ID)
		text1, _, _ := s.Article(ctx, made[1].ID)
		equal(t, "to the letter", []string{saying.Text, saying.Carriers[0].Parts[0].In(text0.Text()), saying.Carriers[1].Text, saying.Carriers[1].Parts[0].In(text1.Text())},
			[]string{"The river will rise again.", "The river will rise again.", "The river will rise again,", "The river will rise again,"})
		equal(t, "saying", []any{saying.Speaker, saying.Role, saying.Articles, saying.Story, saying.FirstAt, saying.Carriers[0].SourceName},
			[]any{ines.ID, "harbour master", 2, news.StoryID(1), made[0].Time(), text0.Outlet + saying.Carriers[0].SourceName})
		for _, test := range []struct {
			filter news.LedgerFilter
			want   []string
		}{
			{news.LedgerFilter{}, []string{"Osk is dry", "The river will rise again."}},
			{news.LedgerFilter{Direct: true}, []string{"The river will rise again."}},
			{news.LedgerFilter{Words: "river dry"}, nil},
			{news.LedgerFilter{Words: "river rise"}, []string{"The river will rise again."}},
			{news.LedgerFilter{Words: "halloran"}, []string{"The river will rise again."}},
			{news.LedgerFilter{Words: "wire source:x"}, []string{"Osk is dry"}},
			{news.LedgerFilter{Words: "dry -osk"}, nil},
			{news.LedgerFilter{Words: `"will rise" OR dry`}, []string{"Osk is dry", "The river will rise again."}},
			{news.LedgerFilter{Words: "dry", Speaker: ines.ID}, nil},
			{news.LedgerFilter{Speaker: ines.ID}, []string{"The river will rise again."}},
			{news.LedgerFilter{About: osk}, []string{"Osk is dry", "The river will rise again."}},
			{news.LedgerFilter{About: osk, Words: "river"}, []string{"The river will rise again."}},
			{news.LedgerFilter{About: ines.ID}, nil},
			{news.LedgerFilter{Story: 2}, []string{"Osk is dry"}},
			{news.LedgerFilter{Source: made[0].SourceID, Direct: true}, []string{"The river will rise again."}},
			{news.LedgerFilter{Edition: news.Edition{Language: "de"}}, nil},
			{news.LedgerFilter{Since: made[2].Time()}, []string{"Osk is dry"}},
			{news.LedgerFilter{Before: made[2].Time()}, []string{"The river will rise again."}},
		} {
			if got := sayings(t, s, test.filter); !slices.Equal(got, test.want) {
				t.Errorf("%+v: got %q, want %q", test.filter, got, test.want)
			}
		}
		if _, _, err := s.Sayings(ctx, news.LedgerFilter{Words: "-dam"}); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("only words to leave out: got %v", err)
		}
		page, next, err := s.Sayings(ctx, news.LedgerFilter{Limit: 1})
		check(t, err)
		equal(t, "first page", page[0].Text, "Osk is dry")
		page, next, err = s.Sayings(ctx, news.LedgerFilter{Limit: 1, After: next})
		check(t, err)
		equal(t, "second page", []string{page[0].Text, next}, []string{"The river will rise again.", ""})
		top := must(s.TopSayings(ctx, news.LedgerFilter{}))(t)
		equal(t, "of the day", []any{len(top), top[0].ID}, []any{1, rise.ID})

		day := time.Date(2026, 5, 3, 0, 0, 0, 0, time.UTC)
		for _, f := range []news.LedgerFilter{{}, {Story: 1}, {About: ines.ID}, {Edition: news.Edition{Language: "en"}}} {
			agenda := must(s.Agenda(ctx, day, day.AddDate(0, 0, 1), f))(t)
			if len(agenda) != 1 || agenda[0].Sentence != "The talks are on 3 May." || !agenda[0].From.Equal(day) || !agenda[0].Ahead || !agenda[0].Dated {
				t.Errorf("agenda of %+v: got %+v", f, agenda)
			}
			equal(t, "the day after", len(must(s.Agenda(ctx, day.AddDate(0, 0, 1), day.AddDate(0, 0, 2), f))(t)), 0)
		}
		for _, f := range []news.LedgerFilter{{Story: 1}, {About: ines.ID}, {Words: "talks"}} {
			equal(t, "timeline", len(must(s.Happenings(ctx, f))(t)), 1)
		}
		counts := must(s.CountsOf(ctx, news.LedgerFilter{Story: 1}))(t)
		equal(t, "figures", []any{len(counts), counts[0].Text, counts[0].Sentence}, []any{1, "At least 12 people", "At least 12 people died."})
	})
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

// TestTheLedgerKeepsCountWhileAllWork: articles are edited and removed, grouped and read, entities joined, all at once.
func TestTheLedgerKeepsCountWhileAllWork(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var entries []news.Entry
		for i := range 60 {
			entries = append(entries, entry("a.example", i))
		}
		poll(t, s, feed(t, s, "a.example"), entries...)
		read(t, s, func(w news.Work) []news.Article { return []news.Article{plain(w, reports[int(w.Entry.ID)%3])} })
		place := func(who string) {
			term := must(s.AcquireLease(ctx, "stories", who, noon, noon.Add(time.Hour)))(t)
			var g news.Grouping
			g.Version = 1
			for _, a := range must(s.ClaimArticles(ctx, 100, 1))(t) {
				g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: 1, Family: a.ID})
			}
			if err := s.SaveStories(ctx, who, term, g, noon); err != nil && !errors.Is(err, news.ErrConflict) {
				t.Error(err)
			}
		}
		place("me")
		var all sync.WaitGroup
		for worker := range 3 {
			all.Go(func() {
				for round := range 4 {
					works, err := s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 5, 2)
					if err != nil {
						t.Error(err)
						return
					}
					for _, w := range works {
						err := s.SaveArticles(ctx, []news.Outcome{{Entry: w.Entry, Articles: []news.Article{plain(w, reports[(worker+round)%3])}, Version: 2, LeaseUntil: w.LeaseUntil}}, noon)
						if err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		store.Exec(t, s, "UPDATE entries SET state = 0, due_at = 0, lease_until = 0")
		all.Go(func() {
			for range 8 {
				place("me")
			}
		})
		all.Go(func() {
			for range 8 {
				term := must(s.AcquireLease(ctx, "ledger", "me", noon, noon.Add(time.Hour)))(t)
				l := settled(t, s, must(s.ClaimUnread(ctx, 20, 2))(t))
				if err := s.SaveLedger(ctx, "me", term, l, noon); err != nil && !errors.Is(err, news.ErrConflict) {
					t.Error(err)
				}
			}
		})
		all.Wait()
		place("me")
		for settle(t, s) > 0 {
		}
		consistent(t, s)
		equal(t, "nothing waits", must(s.Backlogs(ctx, noon))(t)[3].Waiting, 0)
	})
}

func TestTheLedgerReadsAgainAndForgets(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := understood(t, s)
		settle(t, s)
		before := rows(t, s)
		if len(before["carriers"]) != 3 || len(before["namings"]) != 6 || len(before["agenda"]) != 1 {
			t.Fatalf("the ledger holds %v", before)
		}
		store.Exec(t, s, "UPDATE facts SET version = 1")
		equal(t, "read by a newer version", settle(t, s), 3)
		equal(t, "rows", rows(t, s), before)

		// The second report says something else now. What only it said is gone at once; who is named elsewhere, stays.
		works := reread(t, s)
		outcome := func(w news.Work, text string) {
			t.Helper()
			check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: w.Entry, Articles: []news.Article{plain(w, text)}, Version: 2, LeaseUntil: w.LeaseUntil}}, noon))
		}
		outcome(works[0], "Nothing is known.")
		outcome(works[2], reports[2])
		equal(t, "the words of the other carrier", sayings(t, s, news.LedgerFilter{}), []string{"Osk is dry", "The river will rise again,"})
		if _, err := s.Facts(ctx, made[0].ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("facts of a text that is gone: %v", err)
		}
		equal(t, "it waits for its story", len(must(s.ClaimUnread(ctx, 10, 2))(t)), 0)
		equal(t, "agenda", len(rows(t, s)["agenda"]), 0)
		outcome(works[1], "Neither here.")
		consistent(t, s)
		equal(t, "nobody says so", sayings(t, s, news.LedgerFilter{}), []string{"Osk is dry"})
		people, _, err := s.Entities(ctx, news.LedgerFilter{})
		check(t, err)
		equal(t, "entities", names(people), []string{"Rue Marek", "Osk"})

		// Both are as they were, and so is the ledger, to the numbers.
		works = reread(t, s)
		outcome(works[0], reports[0])
		outcome(works[1], reports[1])
		outcome(works[2], reports[2])
		again := must(s.ClaimArticles(ctx, 10, 1))(t)
		var g news.Grouping
		for _, a := range again {
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: a.StoryID, Family: a.ID})
		}
		group(t, s, g)
		equal(t, "read again", settle(t, s), 2)
		now := rows(t, s)
		now["sayings"], before["sayings"] = nil, nil // the wording that was left alone for a while is the saying's now
		now["carriers"], before["carriers"] = nil, nil
		now["found"], before["found"] = nil, nil
		equal(t, "rows", now, before)

		check(t, s.RemoveSources(ctx, []news.SourceID{made[0].SourceID}))
		for table, left := range rows(t, s) {
			if len(left) > 0 && table != "sequences" {
				t.Errorf("of %s is left: %v", table, left)
			}
		}
	})
}

// reread claims all entries for being read again.
func reread(t *testing.T, s *store.Store) []news.Work {
	t.Helper()
	store.Exec(t, s, "UPDATE entries SET state = 0, due_at = 0, lease_until = 0")
	works := must(s.ClaimEntries(context.Background(), noon, noon.Add(time.Minute), 10, 1))(t)
	slices.SortFunc(works, func(a, b news.Work) int { return int(a.Entry.ID - b.Entry.ID) })
	return works
}

func TestSayingsJoin(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := understood(t, s)
		settle(t, s)
		found, _, err := s.Sayings(ctx, news.LedgerFilter{})
		check(t, err)
		dry, rise := found[0], found[1]
		term := must(s.AcquireLease(ctx, "ledger", "me", noon, noon.Add(time.Minute)))(t)
		changed := rise
		changed.Text = "The river will rise again. Osk is dry"
		check(t, s.SaveLedger(ctx, "me", term, news.Ledger{Sayings: []news.Saying{changed}, Joined: map[news.SayingID]news.SayingID{dry.ID: rise.ID}, Version: 2}, noon))
		one := must(s.Saying(ctx, dry.ID))(t)
		var words []string
		for _, c := range one.Carriers {
			words = append(words, c.Text)
		}
		equal(t, "one", []any{one.ID, one.Articles, one.Text, words}, []any{rise.ID, 3, changed.Text, []string{"The river will rise again.", "The river will rise again,", "Osk is dry"}})
		equal(t, "of the last article", must(s.SayingsOf(ctx, made[2].ID))(t)[0].ID, rise.ID)
		equal(t, "of its story", sayings(t, s, news.LedgerFilter{Story: 2}), []string{changed.Text})
		consistent(t, s)
		equal(t, "found", sayings(t, s, news.LedgerFilter{Words: "dry"}), []string{changed.Text})
		rue, _, err := s.Entities(ctx, news.LedgerFilter{Words: "marek"})
		check(t, err)
		equal(t, "hers", rue[0].Sayings, 0)
		known := must(s.Remembered(ctx, nil, []uint64{news.TextKey("Osk is dry")}, nil))(t)
		equal(t, "known by the other's words", known.Sayings[0].ID, rise.ID)
		equal(t, "wordings", len(known.Wordings[rise.ID]), 4)
		check(t, s.RemoveSources(ctx, []news.SourceID{made[0].SourceID}))
		for table, left := range rows(t, s) {
			if len(left) > 0 && table != "sequences" {
				t.Errorf("of %s is left: %v", table, left)
			}
		}
	})
}

func TestTheLedgerIsFenced(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := understood(t, s)
		term := must(s.AcquireLease(ctx, "ledger", "me", noon, noon.Add(time.Minute)))(t)
		unread := must(s.ClaimUnread(ctx, 100, 2))(t)
		l := settled(t, s, unread)
		for name, err := range map[string]error{
			"another": s.SaveLedger(ctx, "you", term, l, noon), "another term": s.SaveLedger(ctx, "me", term+1, l, noon), "late": s.SaveLedger(ctx, "me", term, l, noon.Add(time.Hour)),
		} {
			if !errors.Is(err, news.ErrConflict) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		// What changed or went since it was claimed is left out.
		works := reread(t, s)
		check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: works[0].Entry, Articles: []news.Article{plain(works[0], "It is dry.")}, Version: 2, LeaseUntil: works[0].LeaseUntil}}, noon))
		l.Facts = append(l.Facts, news.Facts{Article: 999})
		check(t, s.SaveLedger(ctx, "me", term, l, noon))
		if _, err := s.Facts(ctx, made[0].ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("facts of an old text: %v", err)
		}
		equal(t, "others", must(s.Facts(ctx, made[2].ID))(t).Article, made[2].ID)
		people, _, err := s.Entities(ctx, news.LedgerFilter{Words: "halloran"})
		check(t, err)
		equal(t, "of one article", people[0].Articles, 1)
	})
}

func TestEntitiesMerge(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := understood(t, s)
		settle(t, s)
		id := func(words string) news.Entity {
			t.Helper()
			found, _, err := s.Entities(ctx, news.LedgerFilter{Words: words})
			check(t, err)
			if len(found) != 1 {
				t.Fatalf("%s: got %v", words, found)
			}
			return found[0]
		}
		ines, rue := id("halloran"), id("marek")
		if _, err := s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: ines.ID, Other: 999}, noon); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("nobody: got %v", err)
		}
		before := rows(t, s)
		join := must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: rue.ID, Other: ines.ID, By: "desk"}, noon))(t)
		equal(t, "the better known stays", []news.EntityID{join.Entity, join.Other}, []news.EntityID{ines.ID, rue.ID})
		both := must(s.Entity(ctx, rue.ID))(t)
		equal(t, "both", []any{both.ID, both.Name, both.Aliases, both.Articles, both.Sayings, both.UpdatedAt},
			[]any{ines.ID, "Ines Halloran", []string{"Ines Halloran of old", "Rue Marek", "Rue Marek of old"}, 3, 2, made[2].Time()})
		equal(t, "found by either", id("marek").ID, ines.ID)
		equal(t, "by the old number", sayings(t, s, news.LedgerFilter{Speaker: rue.ID}), []string{"Osk is dry", "The river will rise again."})
		if _, err := s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: ines.ID, Other: rue.ID}, noon); !errors.Is(err, news.ErrConflict) {
			t.Errorf("joined twice: got %v", err)
		}
		// It holds when articles are read again.
		store.Exec(t, s, "UPDATE facts SET version = 1")
		settle(t, s)
		equal(t, "read again", must(s.Entity(ctx, rue.ID))(t).Articles, 3)
		equal(t, "edits", must(s.EntityEdits(ctx))(t), []news.EntityEdit{join})

		equal(t, "undone", must(s.RemoveEntityEdit(ctx, join.ID))(t), join)
		equal(t, "read again", settle(t, s), 3)
		after := rows(t, s)
		after["sequences"], before["sequences"] = nil, nil
		equal(t, "rows", after, before)

		// Undone before anything was read again, it leaves the same.
		join = must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: ines.ID, Other: rue.ID}, noon))(t)
		must(s.RemoveEntityEdit(ctx, join.ID))(t)
		settle(t, s)
		after = rows(t, s)
		after["sequences"] = nil
		equal(t, "rows", after, before)

		consistent(t, s)
		hide := must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditHide, Entity: ines.ID}, noon))(t)
		equal(t, "hidden", must(s.Entity(ctx, ines.ID))(t).Hidden, true)
		equal(t, "what she said", sayings(t, s, news.LedgerFilter{}), []string{"Osk is dry"})
		equal(t, "company", names(must(s.Company(ctx, id("osk").ID))(t)), []string{"Rue Marek"})
		store.Exec(t, s, "UPDATE facts SET version = 1")
		settle(t, s)
		equal(t, "still hidden", must(s.Entity(ctx, ines.ID))(t).Hidden, true)
		must(s.RemoveEntityEdit(ctx, hide.ID))(t)
		equal(t, "shown", must(s.Entity(ctx, ines.ID))(t).Hidden, false)

		part := must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditPart, Entity: ines.ID, Article: made[1].ID}, noon))(t)
		equal(t, "to be read again", len(must(s.ClaimUnread(ctx, 10, 2))(t)), 1)
		known := must(s.Remembered(ctx, nil, nil, []news.ArticleID{made[1].ID}))(t)
		equal(t, "told the stage", known.Edits, []news.EntityEdit{part})
		if len(known.Profiles) == 0 || len(known.Before[made[1].ID]) != 2 {
			t.Errorf("remembered %+v", known)
		}
		apart := must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditPart, Entity: ines.ID, Other: rue.ID}, noon))(t)
		_, err := s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: rue.ID, Other: ines.ID}, noon)
		if !errors.Is(err, news.ErrConflict) || !strings.Contains(err.Error(), "part") {
			t.Errorf("joined what is apart: got %v", err)
		}
		must(s.RemoveEntityEdit(ctx, apart.ID))(t)
		if _, err := s.RemoveEntityEdit(ctx, apart.ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("undone twice: got %v", err)
		}
	})
}

func TestTheLedgerIsInBackups(t *testing.T) {
	t.Parallel()
	for from, openFrom := range engines() {
		for to, openTo := range engines() {
			t.Run(from+" to "+to, func(t *testing.T) {
				t.Parallel()
				ctx := context.Background()
				old, restored := openFrom(t), openTo(t)
				made := understood(t, old)
				settle(t, old)
				must(old.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: 1, Other: 3}, noon))(t)
				var archive bytes.Buffer
				check(t, old.Backup(ctx, &archive, nil))
				check(t, restored.Restore(ctx, &archive, nil))
				want, got := rows(t, old), rows(t, restored)
				want["sequences"], got["sequences"] = nil, nil
				equal(t, "rows", got, want)
				equal(t, "edits", must(restored.EntityEdits(ctx))(t), must(old.EntityEdits(ctx))(t))
				equal(t, "facts", must(restored.Facts(ctx, made[0].ID))(t), must(old.Facts(ctx, made[0].ID))(t))
				equal(t, "next", must(restored.Remembered(ctx, nil, nil, nil))(t).NextSaying, must(old.Remembered(ctx, nil, nil, nil))(t).NextSaying)
				must(restored.RemoveEntityEdit(ctx, must(restored.EntityEdits(ctx))(t)[0].ID))(t)
				equal(t, "read again", settle(t, restored), 3)
				equal(t, "apart again", must(restored.Entity(ctx, 3))(t).Name, "Rue Marek")
			})
		}
	}
}

// FuzzFacts: whatever bytes are stored, reading them ends, and what is read can be stored.
func FuzzFacts(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 3, 'a', 1, 3, 'b', 0, 0, 0, 1, 2, 3})
	f.Fuzz(func(t *testing.T, plain []byte) {
		facts, ok := store.UnpackFacts(plain)
		if !ok {
			return
		}
		again, ok := store.RepackFacts(facts)
		if !ok {
			t.Fatalf("%+v was not read again", facts)
		}
		equal(t, "read again", len(again.Mentions), len(facts.Mentions))
	})
}
