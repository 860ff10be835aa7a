package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// understood reads all articles of a store: in each, Ilse Marrow says the same and something is to come, and she says
// something else in every third.
func understood(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := t.Context()
	term, err := s.AcquireLease(ctx, "ledger", "test", now, now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	unread, err := s.ClaimUnread(ctx, 1000, 1)
	if err != nil || len(unread) == 0 {
		t.Fatalf("%d articles to read: %v", len(unread), err)
	}
	l := news.Ledger{Version: 1, Claimed: map[news.ArticleID]int64{}}
	marrow := news.Entity{ID: 1, Kind: news.EntityPerson, Name: "Ilse Marrow", Role: "minister", Language: "en", FirstSeenAt: now.Add(-time.Hour), UpdatedAt: now}
	l.Entities = []news.Profile{{Entity: marrow, Memory: []byte("m"), Keys: []string{"ilse", "marrow"}}}
	for i, u := range unread {
		text := u.Text()
		at := func(words string) news.Range {
			start := strings.LastIndex(text, words)
			return news.Range{Start: start, End: start + len(words)}
		}
		day := time.Date(now.Year(), now.Month(), now.Day()+i%5+1, 0, 0, 0, 0, time.UTC)
		whole := at("a sentence about the river and the dam, told again and again.")
		f := news.Facts{Article: u.ID, Text: news.TextKey(text),
			Actors:   []news.Actor{{Kind: news.EntityPerson, Name: "Ilse Marrow", Forms: []string{"Ilse Marrow"}, Role: "minister", Female: .5, Mentions: 1}},
			Mentions: []news.Mention{{Range: news.Range{Start: 0, End: 1}, Kind: news.EntityPerson}},
			Quotes: []news.Quote{{Range: at("told again and again"), Parts: []news.Range{at("told again and again")}, Direct: true, Speaker: news.Range{Start: 0, End: 1}, Likely: .9},
				{Range: at("latewords"), Parts: []news.Range{at("latewords")}, Actor: -1, Likely: .6}},
			Dates:   []news.Date{{Range: at("again"), Type: news.DateDay, Value: day.Format(time.DateOnly), From: day, Until: day.AddDate(0, 0, 1)}},
			Events:  []news.Event{{Range: whole, From: day, Until: day.AddDate(0, 0, 1), Ahead: true, Weight: .9}},
			Numbers: []news.Number{{Range: at("again"), Kind: news.NumberDead, Value: float64(10 + i%2), High: float64(10 + i%2), Subject: "people killed", Sentence: whole}},
		}
		l.Facts, l.Claimed[u.ID] = append(l.Facts, f), u.Key
		l.Named = append(l.Named, news.Naming{Article: u.ID, Entity: 1})
		said := news.SayingID(u.StoryID)
		if !hasSaying(l.Sayings, said) {
			l.Sayings = append(l.Sayings, news.Saying{ID: said, Direct: true, Text: "told again and again", Speaker: 1, SpokenBy: "Ilse Marrow", Role: "minister", Likely: .9, FirstAt: u.Time(), Story: u.StoryID})
		}
		l.Carried = append(l.Carried, news.Carrying{Article: u.ID, Saying: said, Keys: []uint64{uint64(said)}})
		if i%3 == 0 {
			other := news.SayingID(5000 + i)
			l.Sayings = append(l.Sayings, news.Saying{ID: other, Text: "latewords", SpokenBy: "two officials", Likely: .6, FirstAt: u.Time(), Story: u.StoryID})
			l.Carried = append(l.Carried, news.Carrying{Article: u.ID, Quote: 1, Saying: other, Keys: []uint64{uint64(other)}})
		}
	}
	if err := s.SaveLedger(ctx, "test", term, l, now); err != nil {
		t.Fatal(err)
	}
}

func hasSaying(sayings []news.Saying, id news.SayingID) bool {
	for _, said := range sayings {
		if said.ID == id {
			return true
		}
	}
	return false
}

// TestLedgerOnAStore fails when the store forgets to say under which licence something was said, or a page asks what no
// store answers.
func TestLedgerOnAStore(t *testing.T) {
	t.Parallel()
	for licence, want := range map[news.Licence]bool{news.LicenceHeadline: false, news.LicenceExcerpt: true, news.LicenceFull: true} {
		s := stocked(t, 40, licence)
		understood(t, s)
		site := database(t, s, -1)
		for path, selectors := range map[string][]string{
			"/":                     {".day-quotes .words"},
			"/story/1":              {".speaker q", ".figures > div", ".named li"},
			"/article/1":            {".spoken q", ".named li"},
			"/entity/1":             {".own q", ".stories .row"},
			"/people":               {".being"},
			"/people?q=mar":         {".being"},
			"/quotes":               {".saying .words"},
			"/quotes?who=ilse":      {".saying q"},
			"/quotes?speaker=1":     {".saying q"},
			"/quotes?q=told+again":  {".saying q"},
			"/quotes?on=marrow":     nil,
			"/quotes?q=-told":       {".trouble"},
			"/quote/1":              {".carriers li"},
			"/agenda":               {".agenda li"},
			"/timeline?q=river":     {".days li"},
			"/timeline?q=-river":    {".trouble"},
			"/search?q=ilse+marrow": {".known-as h3"},
			"/quotes/feed.atom":     nil, "/agenda.ics": nil, "/entity/1/agenda.ics": nil, "/story/1/agenda.ics": nil, "/people/feed.json": nil, "/entity/1/feed.json": nil,
		} {
			path = settledAt(t, site, path)
			w := get(t, site, path)
			body := w.Body.String()
			quoted := strings.Contains(body, "told again and again<") || strings.Contains(body, "told again and again”") || strings.Contains(body, "told%20again") || strings.Contains(body, "sentence about") && !strings.HasPrefix(path, "/article")
			if w.Code != http.StatusOK || quoted && !want {
				t.Errorf("licence %q: GET %s: got %d, quoted %v", licence, path, w.Code, quoted)
			}
			if want && strings.Contains(w.Header().Get("Content-Type"), "html") {
				d := page(t, site, path)
				for _, selector := range selectors {
					if d.Find(selector).Length() == 0 {
						t.Errorf("licence %q: GET %s has no %s", licence, path, selector)
					}
				}
			}
		}
	}
}

// settledAt follows a redirect to a page's own address.
func settledAt(t *testing.T, site http.Handler, path string) string {
	t.Helper()
	if to := get(t, site, path).Header().Get("Location"); to != "" {
		return to
	}
	return path
}
