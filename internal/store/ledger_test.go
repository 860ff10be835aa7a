package store_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

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
		equal(t, "all at once", must(s.Told(ctx, news.LedgerFilter{Story: 1, Limit: 1}))(t), oneByOne(t, s, news.LedgerFilter{Story: 1, Limit: 1}))
		equal(t, "all at once, and no more", must(s.Told(ctx, news.LedgerFilter{Story: 1}))(t), oneByOne(t, s, news.LedgerFilter{Story: 1}))
		equal(t, "of no story", must(s.Told(ctx, news.LedgerFilter{Story: 98765}))(t), news.Told{})
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

// oneByOne is what a story tells, each part read by itself.
func oneByOne(t *testing.T, s *store.Store, f news.LedgerFilter) (told news.Told) {
	t.Helper()
	ctx := context.Background()
	sayings, next, err := s.Sayings(ctx, f)
	check(t, err)
	told = news.Told{Sayings: sayings, More: next != "", Happenings: must(s.Happenings(ctx, f))(t), Counts: must(s.CountsOf(ctx, f))(t), Entities: must(s.EntitiesOf(ctx, f.Story, 0))(t)}
	if len(told.Sayings) == 0 || len(told.Happenings) == 0 || len(told.Counts) == 0 || len(told.Entities) == 0 {
		t.Fatalf("nothing to compare: %+v", told)
	}
	return told
}
