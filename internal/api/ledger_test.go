package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/api"
	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

func date(day int) time.Time { return time.Date(2031, time.May, day, 0, 0, 0, 0, time.UTC) }

func (s *shelf) marl() news.Entity {
	return news.Entity{ID: 1, Kind: news.EntityPerson, Name: "Ida Marl", Aliases: []string{"Marl"}, Role: "harbour master", Country: "IS", Language: "en", Articles: 3, Sayings: 2,
		FirstSeenAt: now.Add(-99 * time.Hour), UpdatedAt: now}
}

func (s *shelf) Entity(_ context.Context, id news.EntityID) (news.Entity, error) {
	switch id {
	case 1, 9: // 9 was merged
		return s.marl(), s.fail
	case 4:
		return news.Entity{ID: 4, Name: "Taken Off", Hidden: true}, s.fail
	}
	return news.Entity{}, news.ErrNotFound
}

func (s *shelf) Entities(_ context.Context, f news.LedgerFilter) ([]news.Entity, string, error) {
	s.asked = f
	return []news.Entity{s.marl(), {ID: 4, Name: "Taken Off", Hidden: true}}, "more", s.fail
}

func (s *shelf) EntitiesOf(context.Context, news.StoryID, news.ArticleID) ([]news.Entity, error) {
	return []news.Entity{s.marl()}, s.fail
}

func (s *shelf) Company(context.Context, news.EntityID) ([]news.Entity, error) {
	return []news.Entity{{ID: 2, Kind: news.EntityPlace, Name: "Osk", Articles: 2}}, s.fail
}

func (s *shelf) EntityStories(ctx context.Context, _ news.EntityID, f news.Filter) ([]news.Story, string, error) {
	return s.Stories(ctx, f)
}

// said is a quotation that the Times has, and the Gull, which grants its headline, in other words.
func (s *shelf) said(id news.SayingID) news.Saying {
	return news.Saying{ID: id, Direct: true, Text: "The boat, at last, has left", Speaker: 1, SpokenBy: "Ida Marl", Role: "harbour master", Told: "Osk Radio", SaidFrom: date(16), SaidUntil: date(17),
		Likely: .9, FirstAt: now.Add(-time.Hour), Articles: 2, Story: 7, Carriers: []news.Carrier{
			{Article: 70, Source: 1, At: now.Add(-time.Hour), Text: "The boat, at last, has left", Headline: "Ferries sail again", URL: "https://times.example/1", SourceName: "The Times", Language: "en", Licence: s.licence},
			{Article: 71, Source: 2, At: now, Text: "Withheld words", Copy: true, Headline: "Ferry sails", URL: "https://gull.example/1", SourceName: "The Gull", Language: "en", Licence: news.LicenceHeadline}}}
}

func (s *shelf) Sayings(_ context.Context, f news.LedgerFilter) ([]news.Saying, string, error) {
	s.asked = f
	return []news.Saying{s.said(2)}, "more", s.fail
}

func (s *shelf) Saying(_ context.Context, id news.SayingID) (news.Saying, error) {
	said := s.said(id)
	switch id {
	case 2:
		return said, s.fail
	case 4:
		said.Speaker = 4
		return said, s.fail
	}
	return news.Saying{}, news.ErrNotFound
}

func (s *shelf) happening() news.Happening {
	return news.Happening{From: date(18), Until: date(20), Ahead: true, Dated: true, Sentence: "The second boat leaves on Sunday.", At: news.Range{Start: 3, End: 9}, Articles: 2, Story: 7, Article: 70, Source: 1,
		PublishedAt: now, Headline: "Ferries sail again", URL: "https://times.example/1", SourceName: "The Times", Language: "en", Licence: s.licence}
}

func (s *shelf) Happenings(_ context.Context, f news.LedgerFilter) ([]news.Happening, error) {
	s.asked = f
	return []news.Happening{s.happening()}, s.fail
}

func (s *shelf) Agenda(_ context.Context, from, until time.Time, f news.LedgerFilter) ([]news.Happening, error) {
	s.asked = f
	s.asked.Since, s.asked.Before = from, until
	return []news.Happening{s.happening()}, s.fail
}

func (s *shelf) CountsOf(_ context.Context, f news.LedgerFilter) ([]news.Count, error) {
	s.asked = f
	return []news.Count{{Number: news.Number{Kind: news.NumberPeople, Value: 12, High: 12, Bound: news.BoundAtLeast, Subject: "passengers"}, Text: "at least 12 passengers", Sentence: "At least 12 passengers were aboard.",
		Article: 70, Source: 1, At: now, Headline: "Ferries sail again", URL: "https://times.example/1", SourceName: "The Times", Licence: s.licence}}, s.fail
}

func (s *shelf) Facts(_ context.Context, id news.ArticleID) (news.Facts, error) {
	if id != 70 {
		return news.Facts{}, news.ErrNotFound
	}
	a := s.article()
	at := news.Date{Range: news.Range{Start: 20, End: 27}, Type: news.DateDay, Value: "2031-05-16", From: date(16), Until: date(17)}
	return news.Facts{Article: id, Text: news.TextKey(a.Text()),
		Actors:   []news.Actor{{Kind: news.EntityPerson, Name: "Ida Marl", Role: "harbour master", Mentions: 1}, {Kind: news.EntityPerson, Name: "Taken Off"}},
		Mentions: []news.Mention{{Range: news.Range{Start: 0, End: 8}, Kind: news.EntityPerson}},
		Quotes:   []news.Quote{{Range: news.Range{Start: 4, End: 9}, Parts: []news.Range{{Start: 4, End: 9}}, Direct: true, Speaker: news.Range{Start: 0, End: 3}, At: at, Likely: .9}, {Actor: -1}},
		Dates:    []news.Date{at}, Events: []news.Event{{Range: news.Range{Start: 0, End: 28}, From: date(16), Until: date(17), Weight: .5}},
		Numbers: []news.Number{{Range: news.Range{Start: 10, End: 14}, Kind: news.NumberCount, Value: 1, High: 1, Subject: "boat"}},
		Keys:    []news.Range{{Start: 0, End: 28}}, Phrases: []string{"first boat"}}, s.fail
}

func (s *shelf) Named(context.Context, news.ArticleID) (map[int]news.Entity, error) {
	return map[int]news.Entity{0: s.marl(), 1: {ID: 4, Name: "Taken Off", Hidden: true}}, s.fail
}

func comingHappenings(h []news.Happening, _ time.Time) []news.Happening { return h }

func firstHappenings(h []news.Happening, limit int) []news.Happening { return h[:min(limit, len(h))] }

func countLines(counts []news.Count) []news.CountLine {
	return []news.CountLine{{Kind: counts[0].Kind, Subject: counts[0].Subject, Sources: len(counts), Steps: counts}}
}

// ledgerCalls are all calls that tell of what articles say.
var ledgerCalls = []string{
	"/api/v1/entities", "/api/v1/entities/1", "/api/v1/entities/1/quotes", "/api/v1/entities/1/timeline", "/api/v1/entities/1/stories", "/api/v1/quotes", "/api/v1/quotes/2", "/api/v1/agenda", "/api/v1/timeline?q=boat",
	"/api/v1/stories/7/quotes", "/api/v1/stories/7/timeline", "/api/v1/stories/7/numbers", "/api/v1/stories/7/entities", "/api/v1/threads/5/quotes", "/api/v1/threads/5/timeline", "/api/v1/threads/5/numbers",
	"/api/v1/articles/70/facts",
}

func TestLedgerLicences(t *testing.T) {
	t.Parallel()
	for licence, want := range map[news.Licence]bool{news.LicenceHeadline: false, news.LicenceExcerpt: true, news.LicenceFull: true} {
		h := api.New(options(&shelf{licence: licence}))
		quoted := 0
		for _, path := range ledgerCalls {
			w := get(t, h, path)
			for _, words := range []string{"at last", "at%20last", "leaves on Sunday", "leaves%20on", "were aboard", "were%20aboard"} {
				if strings.Contains(w.Body.String(), words) {
					quoted++
					if !want {
						t.Errorf("licence %q: GET %s shows %q", licence, path, words)
					}
				}
			}
			if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "Withheld") || strings.Contains(w.Body.String(), "Taken Off") {
				t.Errorf("licence %q: GET %s: got %d %s", licence, path, w.Code, w.Body)
			}
		}
		if want && quoted < 10 {
			t.Errorf("licence %q: only %d words are shown", licence, quoted)
		}
	}
}

// TestSpansComeWithTheirText holds that spans are told only where the text may be shown whole, and is the one that was read.
func TestSpansComeWithTheirText(t *testing.T) {
	t.Parallel()
	for licence, want := range map[news.Licence]bool{news.LicenceHeadline: false, news.LicenceExcerpt: false, news.LicenceFull: true} {
		body := get(t, api.New(options(&shelf{licence: licence})), "/api/v1/articles/70/facts").Body.String()
		if got := strings.Contains(body, `"start"`); got != want {
			t.Errorf("licence %q: spans %v, want %v: %s", licence, got, want, body)
		}
	}
	o := options(&shelf{licence: news.LicenceFull})
	o.Reader = editedShelf{&shelf{licence: news.LicenceFull}}
	if body := get(t, api.New(o), "/api/v1/articles/70/facts").Body.String(); strings.Contains(body, `"start"`) {
		t.Errorf("spans of a text that was edited since: %s", body)
	}
}

// editedShelf has a text that changed since it was read.
type editedShelf struct{ *shelf }

func (s editedShelf) Article(ctx context.Context, id news.ArticleID) (news.Article, news.Source, error) {
	a, source, err := s.shelf.Article(ctx, id)
	a.Blocks = slices.Clone(a.Blocks)
	a.Blocks[0].Text = "Another text."
	return a, source, err
}

func TestLedgerRequests(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]int{
		"/api/v1/entities/4": 410, "/api/v1/entities/4/quotes": 410, "/api/v1/entities/4/timeline": 410, "/api/v1/entities/4/stories": 410, "/api/v1/quotes/4": 410,
		"/api/v1/entities/5": 404, "/api/v1/quotes/5": 404, "/api/v1/quotes/x": 404, "/api/v1/stories/8/quotes": 404, "/api/v1/threads/6/timeline": 404, "/api/v1/articles/71/facts": 404,
		"/api/v1/entities?kind=river": 400, "/api/v1/entities?q=" + strings.Repeat("x", 501): 400, "/api/v1/quotes?q=" + strings.Repeat("x", 501): 400, "/api/v1/quotes?speaker=ida": 400,
		"/api/v1/quotes?since=soon": 400, "/api/v1/quotes?direct=maybe": 400, "/api/v1/quotes?limit=0": 400, "/api/v1/agenda?from=2031-05-17&until=2031-05-17": 400, "/api/v1/agenda?until=soon": 400, "/api/v1/timeline": 400,
		"/api/v1/entities/9": 200,
	} {
		w := get(t, api.New(options(&shelf{})), path)
		var p struct{ Detail string }
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != want || (want == 400) != (p.Detail != "") {
			t.Errorf("GET %.60s: got %d %.200s, want %d", path, w.Code, w.Body, want)
		}
	}
	for path, want := range map[string]news.LedgerFilter{
		"/api/v1/quotes?q=+boat+&speaker=1&about=2&story=7&thread=5&source=3&direct=1&since=2031-05-01&before=2031-05-17T09:00Z&lang=en&after=x&limit=900": {Words: "boat", Speaker: 1, About: 2, Story: 7, Thread: 5,
			Source: 3, Direct: true, Since: date(1), Before: date(17).Add(9 * time.Hour), Edition: news.Edition{Language: "en"}, After: "x", Limit: news.MaxLimit},
		"/api/v1/entities/9/quotes":                             {Speaker: 1},
		"/api/v1/stories/7/quotes?direct=true":                  {Story: 7, Direct: true},
		"/api/v1/threads/5/numbers":                             {Thread: 5},
		"/api/v1/timeline?q=boat":                               {Words: "boat"},
		"/api/v1/entities/1/timeline":                           {About: 1},
		"/api/v1/entities?q=ida&kind=person":                    {Words: "ida", Kind: news.EntityPerson},
		"/api/v1/agenda":                                        {Since: date(17), Before: date(17).AddDate(0, 0, 60)},
		"/api/v1/agenda?from=2031-05-20T11:00&until=2031-05-22": {Since: date(20), Before: date(22)},
	} {
		s := &shelf{}
		if w := get(t, api.New(options(s)), path); w.Code != http.StatusOK {
			t.Errorf("GET %s: got %d %s", path, w.Code, w.Body)
		}
		if diff := cmp.Diff(want, s.asked); diff != "" {
			t.Errorf("GET %s asks for (-want +got):\n%s", path, diff)
		}
	}
	for _, path := range ledgerCalls {
		if w := get(t, api.New(options(&shelf{fail: news.ErrUnavailable})), path); w.Code != http.StatusServiceUnavailable {
			t.Errorf("GET %s on a database that is away: got %d, want 503", path, w.Code)
		}
	}
}
