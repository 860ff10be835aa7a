package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// logged is a story with all that the log keeps.
func logged(id news.StoryID, language string, score float64, at time.Time) news.Story {
	return news.Story{ID: id, Headline: fmt.Sprintf("Dam talks %d", id), Summary: "S", Language: language, Section: news.Sections()[int(id)%3],
		Lead: 1, LeadSource: 1, Image: news.Image{URL: "http://a.example/i.jpg", Caption: "c", Credit: "k"}, Articles: 3, Sources: 2, Independent: 1,
		FirstSeenAt: noon.Add(-time.Hour), UpdatedAt: at, Score: score,
		Terms:    []news.Term{{Name: "newest report", Value: score - 0.5}, {Name: "number of sources", Value: 0.5}},
		Arrivals: []news.Arrival{{At: noon.Add(-time.Hour), Own: true}, {At: noon.Add(-50 * time.Minute)}}}
}

// page is the list of an edition at a time; the zero time is now.
func page(tb testing.TB, s *store.Store, f news.Filter) []news.Story {
	tb.Helper()
	stories, _, err := s.Stories(context.Background(), f)
	check(tb, err)
	return stories
}

// TestPastHoursAreReplayed lets stories grow, shrink, merge and end at random and compares what the log says of each
// moment with what was listed then.
func TestPastHoursAreReplayed(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		articles(t, s, "a.example", 3)
		r := rand.New(rand.NewPCG(8, 8))
		filters := []news.Filter{
			{Limit: 5}, {Limit: 200}, {Edition: news.Edition{Language: "fr"}, Limit: 4}, {Section: news.SectionPolitics, Limit: 3},
			{Edition: news.Edition{Language: "en"}, Section: news.SectionBusiness}, {Since: noon.Add(5 * time.Hour), Limit: 7}, {Source: 1, Limit: 2},
		}
		type moment struct {
			at    time.Time
			lists [][]news.Story
		}
		var moments []moment
		now, alive := noon, []news.StoryID{}
		for step := range 60 {
			now = now.Add(time.Duration(1+r.IntN(90*60*1e6)) * time.Microsecond)
			g := news.Grouping{At: now, Merged: map[news.StoryID]news.StoryID{}}
			for range 1 + r.IntN(4) {
				id := news.StoryID(len(alive) + 1)
				if len(alive) > 0 && r.IntN(2) == 0 {
					id = alive[r.IntN(len(alive))]
				} else {
					alive = append(alive, id)
				}
				g.Stories = append(g.Stories, logged(id, []string{"en", "fr", "de"}[r.IntN(3)], float64(now.Unix())/28800+4*r.Float64(), now))
			}
			if step%9 == 8 { // a large story goes
				from := page(t, s, news.Filter{Limit: 1})[0].ID
				if into := alive[0]; into != from {
					g.Merged[from] = into
				}
			}
			group(t, s, g)
			alive = alive[:0]
			for _, story := range page(t, s, news.Filter{Limit: 200}) {
				alive = append(alive, story.ID)
			}
			alive = append(make([]news.StoryID, 0, 200), alive...)
			m := moment{at: now.Add(time.Microsecond)}
			for _, f := range filters {
				m.lists = append(m.lists, page(t, s, f))
			}
			moments = append(moments, m)
		}
		replay := func(what string, at time.Time, m moment) {
			t.Helper()
			for i, f := range filters {
				f.At = at
				equal(t, fmt.Sprintf("%s at %v, filter %d", what, at, i), page(t, s, f), m.lists[i])
			}
		}
		for _, m := range moments {
			replay("replay", m.at, m)
		}
		for f, want := (news.Filter{At: now.Add(time.Hour)}), page(t, s, news.Filter{Limit: 200}); ; { // by leaves of two
			f.Limit = 2
			some, next, err := s.Stories(context.Background(), f)
			check(t, err)
			equal(t, "a leaf", some, want[:min(2, len(want))])
			want = want[len(some):]
			if f.After = next; next == "" {
				equal(t, "left", len(want), 0)
				break
			}
		}
		equal(t, "before the first", len(page(t, s, news.Filter{At: noon.Add(-time.Hour)})), 0)
		equal(t, "since", must(s.LoggedSince(context.Background()))(t), noon)

		later := now.Add(4 * 24 * time.Hour)
		before := len(states(t, s))
		for {
			n := must(s.ThinLog(context.Background(), later))(t)
			if n == 0 {
				break
			}
		}
		if after := len(states(t, s)); after >= before {
			t.Errorf("thinning left %d states of %d", after, before)
		}
		for hour := noon.Truncate(time.Hour); hour.Before(now); hour = hour.Add(time.Hour) { // full hours are as they were
			var last *moment
			for i := range moments {
				if !moments[i].at.After(hour) {
					last = &moments[i]
				}
			}
			if last != nil {
				replay("thinned", hour, *last)
			}
		}
		for _, m := range moments { // and between them no story has gaps
			if n := len(page(t, s, news.Filter{At: m.at, Limit: 200})); n == 0 {
				t.Errorf("nothing stands at %v", m.at)
			}
		}
	})
}

func states(tb testing.TB, s *store.Store) []string {
	tb.Helper()
	return store.Strings(tb, s, "SELECT CAST(story_id AS text) || ' ' || CAST(from_at AS text) || ' ' || CAST(until_at AS text) FROM story_log ORDER BY story_id, from_at")
}

func TestAClockThatIsSetBackLeavesNoGap(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		articles(t, s, "a.example", 3)
		for _, step := range []time.Duration{0, 0, 2 * time.Hour, -3 * time.Hour, time.Hour} {
			group(t, s, news.Grouping{At: noon.Add(step), Stories: []news.Story{logged(1, "en", 60000+step.Hours(), noon)}})
		}
		want := page(t, s, news.Filter{})
		for _, at := range []time.Duration{2 * time.Hour, 99 * time.Hour} {
			equal(t, "replayed", page(t, s, news.Filter{At: noon.Add(at)}), want)
		}
		equal(t, "states", len(states(t, s)), 2)
		equal(t, "an hour after noon", page(t, s, news.Filter{At: noon.Add(time.Hour)})[0].Score, 60000.0)
	})
}

func TestWhatStaysTheSameIsNotLoggedAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		articles(t, s, "a.example", 3)
		same := logged(1, "en", 60000, noon)
		for hour := range 5 {
			group(t, s, news.Grouping{At: noon.Add(time.Duration(hour) * time.Hour), Stories: []news.Story{same}})
		}
		equal(t, "states", len(states(t, s)), 1)
		same.Terms[1].Value = 0.25
		group(t, s, news.Grouping{At: noon.Add(6 * time.Hour), Stories: []news.Story{same}})
		equal(t, "states", len(states(t, s)), 2)
	})
}

func TestTheLogBeginsWithWhatThereWas(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		articles(t, s, "a.example", 3)
		group(t, s, news.Grouping{At: noon, Stories: []news.Story{logged(1, "en", 60001, noon), logged(2, "en", 60000, noon)}})
		store.Exec(t, s, "UPDATE story_log SET detail = CAST('' AS "+map[string]string{"sqlite": "BLOB", "postgres": "bytea"}[store.Engine(s)]+")")
		old := page(t, s, news.Filter{})
		equal(t, "as it stood before there was a log", page(t, s, news.Filter{At: noon}), old)
		group(t, s, news.Grouping{At: noon.Add(time.Hour), Stories: []news.Story{logged(1, "fr", 60002, noon)}, Merged: map[news.StoryID]news.StoryID{2: 1}})
		equal(t, "before the change", page(t, s, news.Filter{At: noon.Add(time.Minute)}), old)
		equal(t, "after it", len(page(t, s, news.Filter{At: noon.Add(2 * time.Hour)})), 1)

		if _, _, err := s.Stories(ctx, news.Filter{At: noon, Order: news.OrderUpdated}); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("by time of update: got %v, want invalid", err)
		}
		var archive bytes.Buffer
		check(t, s.Backup(ctx, &archive, nil))
		for engine, open := range engines() {
			other := open(t)
			check(t, other.Restore(ctx, bytes.NewReader(archive.Bytes()), nil))
			equal(t, "restored into "+engine, page(t, other, news.Filter{At: noon.Add(time.Minute)}), old)
		}
	})
}

func TestRemovedSourcesLeaveTheLog(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := append(articles(t, s, "a.example", 2), articles(t, s, "b.example", 2)...)
		a, b := made[0], made[len(made)-1]
		one, two := logged(1, "en", 60001, noon), logged(2, "en", 60000, noon)
		one.LeadSource, one.Lead, two.LeadSource, two.Lead = a.SourceID, a.ID, b.SourceID, b.ID
		group(t, s, news.Grouping{At: noon, Stories: []news.Story{one, two}, Placed: []news.Placement{
			{Article: a.ID, Story: 1, Family: a.ID}, {Article: b.ID, Story: 2, Family: b.ID}}})
		two.Score = 60003
		group(t, s, news.Grouping{At: noon.Add(time.Hour), Stories: []news.Story{two}})
		check(t, s.RemoveSources(ctx, []news.SourceID{b.SourceID}))
		for _, at := range []time.Time{noon, noon.Add(time.Hour), time.Now().Add(time.Hour)} {
			got := page(t, s, news.Filter{At: at})
			if len(got) != 1 || got[0].ID != 1 {
				t.Errorf("at %v: got %+v, want the story of the other source alone", at, got)
			}
		}
		equal(t, "states", len(states(t, s)), 1)
	})
}
