package web_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
	"nutgraf/internal/web"
)

// stocked opens a database of n articles by fifty sources in stories of four.
func stocked(t testing.TB, n int, licence news.Licence) *store.Store {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	term, err := s.AcquireLease(ctx, "stories", "test", now, now.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for from := 0; from < n; from += 200 {
		if err := stock(ctx, s, term, from, min(200, n-from)); err != nil {
			t.Fatal(err)
		}
	}
	states, err := s.Sources(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range states {
		state.Source.Licence = licence
		if err := s.SetSource(ctx, state.Source); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// stock adds n articles that end at article from+n.
func stock(ctx context.Context, s *store.Store, term int64, from, n int) error {
	r := rand.New(rand.NewPCG(uint64(from), 1))
	entries := make([]news.Entry, n)
	for i := range entries {
		entries[i] = news.Entry{GUID: fmt.Sprint(from + i), URL: fmt.Sprintf("https://s%d.example/%d", (from+i)%50, from+i), Title: "t", SeenAt: now,
			PublishedAt: now.Add(-time.Duration(from+i) * time.Minute), Capture: &news.Capture{URL: "https://s.example/", Body: []byte("<p>")}}
	}
	if _, err := s.ImportEntries(ctx, entries, now); err != nil {
		return err
	}
	works, err := s.ClaimEntries(ctx, now, now.Add(time.Minute), n, 1)
	if err != nil {
		return err
	}
	outcomes := make([]news.Outcome, len(works))
	for i, w := range works {
		words := strings.Repeat("a sentence about the river and the dam, told again and again. ", 4+r.IntN(6))
		outcomes[i] = news.Outcome{Entry: w.Entry, Version: 1, LeaseUntil: w.LeaseUntil, Articles: []news.Article{{
			EntryID: w.Entry.ID, SourceID: w.Source.ID, URL: w.Entry.URL, Headline: fmt.Sprintf("Headline %s of a middling length about things", w.Entry.GUID),
			PublishedAt: w.Entry.PublishedAt, SeenAt: now, FetchedAt: now, Language: "en", Kind: news.KindReport, Section: news.Sections()[int(w.Entry.ID)%11],
			Summary: "Thesummary of it, which is as long as such things are, and says what happened where.", Image: news.Image{URL: "https://pictures.example/thepicture.jpg"},
			Blocks: []news.Block{{Role: news.RoleParagraph, Text: words}, {Role: news.RoleParagraph, Text: words}, {Role: news.RoleParagraph, Text: words + "latewords"}},
		}}}
	}
	if err := s.SaveArticles(ctx, outcomes, now); err != nil {
		return err
	}
	articles, err := s.ClaimArticles(ctx, n, 1)
	if err != nil {
		return err
	}
	var g news.Grouping
	for i, a := range articles {
		id := news.StoryID((from+i)/4 + 1)
		if i%4 == 0 {
			g.Stories = append(g.Stories, news.Story{ID: id, Headline: a.Headline, Summary: a.Summary, Language: "en", Section: a.Section, Lead: a.ID, LeadSource: a.SourceID,
				Image: a.Image, Articles: 4, Sources: 4, Independent: 2, FirstSeenAt: a.Time(), UpdatedAt: a.Time(), Score: float64(a.Time().Unix()) / 3600})
		}
		g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: id, Family: articles[i-i%2].ID})
	}
	return s.SaveStories(ctx, "test", term, g, now)
}

// database is a site on a real store.
func database(t testing.TB, s *store.Store, keepFor time.Duration) http.Handler {
	t.Helper()
	o := options(&shelf{})
	o.Timeline, o.Agenda, o.Counts = ledger.Timeline, ledger.Agenda, ledger.Counts
	o.Reader, o.Front, o.Section, o.Trending, o.KeepFor = s, rank.Weights{}.Front, rank.Weights{}.Section, rank.Weights{}.Trending, keepFor
	site, err := web.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// TestLicencesComeWithWhatIsRead fails when the store forgets to say under which licence a list's items are.
func TestLicencesComeWithWhatIsRead(t *testing.T) {
	t.Parallel()
	for licence, want := range map[news.Licence][3]bool{ // summary, picture, late words
		news.LicenceHeadline: {false, false, false}, news.LicenceExcerpt: {true, false, false}, news.LicenceFull: {true, true, true},
		news.LicenceText: {true, false, true}, news.LicenceExcerptImages: {true, true, false},
	} {
		site := database(t, stocked(t, 40, licence), -1)
		for _, path := range []string{"/", "/latest", "/section/world", "/story/1", "/search?q=latewords", "/source/1", "/feed.json", "/latest/feed.atom", "/article/1"} {
			w := get(t, site, path)
			if to := w.Header().Get("Location"); to != "" {
				w = get(t, site, to)
			}
			body := strings.ReplaceAll(w.Body.String(), "value=\"latewords\"", "")
			got := [3]bool{strings.Contains(body, "Thesummary"), strings.Contains(body, "thepicture"), strings.Contains(body, "<p>") && strings.Contains(body, "again. latewords")}
			for i, name := range []string{"summary", "picture", "text"} {
				if got[i] && !want[i] {
					t.Errorf("licence %q: GET %s shows the %s", licence, path, name)
				}
			}
			if w.Code != http.StatusOK || (want[1] && !got[1] && path != "/latest/feed.atom") {
				t.Errorf("licence %q: GET %s: got %d, picture %v", licence, path, w.Code, got[1])
			}
		}
	}
}

// BenchmarkPages measures whole pages over a database of 100,000 articles, kept for a second and made anew each time.
func BenchmarkPages(b *testing.B) {
	s := stocked(b, 100_000, news.LicenceFull)
	for _, path := range []string{"/", "/story/7", "/article/28", "/section/world", "/latest", "/search?q=river", "/sources"} {
		for name, keepFor := range map[string]time.Duration{"kept": time.Second, "anew": -1} {
			site := database(b, s, keepFor)
			to := path
			for w := request(site, to); w.Code == http.StatusMovedPermanently; w = request(site, to) {
				to = w.Header().Get("Location")
			}
			b.Run(name+path, func(b *testing.B) {
				b.RunParallel(func(p *testing.PB) {
					for p.Next() {
						if w := request(site, to); w.Code != http.StatusOK {
							b.Errorf("GET %s: got %d", to, w.Code)
						}
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
			})
		}
	}
}

func request(site http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}
