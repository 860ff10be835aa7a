package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
)

func search(tb testing.TB, s *store.Store, text string) []news.Hit {
	tb.Helper()
	hits, err := searchFor(s, text)
	if err != nil {
		tb.Fatalf("%s: %v", text, err)
	}
	return hits
}

func searchFor(s *store.Store, text string) ([]news.Hit, error) {
	q, _ := query.Parse(text) // what it does not understand it takes for words
	found, err := s.Search(context.Background(), q, news.Filter{Limit: news.MaxLimit})
	return found.Hits, err
}

func TestASearchNeedsSomethingToLookFor(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		library(t, s)
		for _, text := range []string{"-talks", "-lang:en", "NOT (talks OR dam)", "-a -b -c", "— -talks", "talks OR -dam", "-(-talks -dam)", "-headline:x"} {
			if hits, err := searchFor(s, text); !errors.Is(err, news.ErrInvalid) || !strings.Contains(err.Error(), "at least one word") {
				t.Errorf("%q: got %d hits and %v, want invalid", text, len(hits), err)
			}
		}
	})
}

// library fills a store with articles that searches can tell apart; their headlines are their names.
func library(tb testing.TB, s *store.Store) {
	tb.Helper()
	type book struct{ host, headline, author, text, language, kind, section string }
	books := []book{
		{"harbour-times.example", "dam talks", "Inès Halloran", "The Tamsel rose by 3,000 litres. Ministers met in Osk.", "en", "report", "world"},
		{"harbour-times.example", "strike", "Tom Varrick", "Dockers walked out; talks about the dam were put off.", "en-GB", "opinion", "business"},
		{"lecourrier.example", "barrage", "Élodie Marchand", "Les ministres se réunissent à Port Selwyn. Le fleuve déborde.", "fr", "report", "world"},
		{"dar.example", "سد", "", "اجتمع الوزراء في دار النهر لبحث السد", "ar", "report", "world"},
		{"wen.example", "河水", "", "塔姆塞尔河的水位上升了两米，三国部长会谈。", "zh", "video", "science"},
		{"wen.example", "odd", "O'Neill \"X\" -y", "a'b c\"d e:f (g) NOT near AND or * ^ { } \\ end quokka", "en", "report", ""},
	}
	for i, b := range books {
		e := entry(b.host, i)
		e.PublishedAt = noon.AddDate(0, 0, i-30)
		f := must(s.Subscribe(context.Background(), []news.Subscription{{URL: "http://" + b.host + "/" + news.FeedID(i).String()}}, noon))(tb)[0]
		claimed := must(s.ClaimFeeds(context.Background(), noon, noon.Add(time.Minute), 10))(tb)
		if len(claimed) != 1 || claimed[0].ID != f.ID {
			tb.Fatalf("got %+v", claimed)
		}
		claimed[0].NextPollAt = noon.Add(24 * time.Hour)
		name := map[string]string{"harbour-times.example": "The Harbour Times"}[b.host]
		must(s.SaveEntries(context.Background(), []news.Poll{{Feed: claimed[0], Source: news.Source{Name: name}, Entries: []news.Entry{e}}}, noon))(tb)
		read(tb, s, func(w news.Work) []news.Article {
			a := plain(w, b.text)
			a.Headline, a.Language, a.Kind, a.Section = b.headline, b.language, news.Kind(b.kind), news.Section(b.section)
			if b.author != "" {
				a.Authors = []string{b.author}
			}
			return []news.Article{a}
		})
	}
}

// TestSearchFindsTheSameSet is the contract of both engines. Known difference: PostgreSQL keeps the first 256
// positions of a term, so a phrase later in a very long text may be found by SQLite alone.
func TestSearchFindsTheSameSet(t *testing.T) {
	cases := []struct{ query, want string }{
		{"", "barrage,dam talks,odd,strike,سد,河水"},
		{"talks", "dam talks,strike"},
		{"TALKS Dam", "dam talks,strike"},
		{`"dam talks"`, "dam talks"},
		{`"talks the"`, ""}, // no phrase from one field into another
		{`"talks about the dam"`, "strike"},
		{"headline:talks", "dam talks"},
		{"headline:(talks)", ""}, // not understood: the words "headline" and "talks"
		{"ministres", "barrage"},
		{"reunissent", "barrage"},
		{"déborde OR dockers", "barrage,strike"},
		{"talks -dockers", "dam talks"},
		{"talks NOT (ministers OR walrus)", "strike"},
		{"lang:en -talks", "odd"},
		{"lang:en -kind:report", "strike"},
		{"author:halloran", "dam talks"},
		{`author:"ines halloran"`, "dam talks"},
		{"halloran", "dam talks"},
		{"author:ministers", ""},
		{"3000", "dam talks"},
		{"3,000", "dam talks"},
		{"السد", "سد"},
		{"水位", "河水"},
		{"水", "河水"},
		{"塔姆塞尔河", "河水"},
		{"塔河", ""},
		{"lang:en", "dam talks,odd,strike"},
		{"lang:EN-US talks", "dam talks,strike"},
		{"kind:opinion", "strike"},
		{"section:world", "barrage,dam talks,سد"},
		{"source:harbour-times", "dam talks,strike"},
		{`source:"harbour times"`, "dam talks,strike"},
		{"source:lecourrier.example", "barrage"},
		{"source:nobody", ""},
		{"talks source:harbour -kind:opinion", "dam talks"},
		{"(talks kind:opinion) OR lang:fr", "barrage,strike"},
		{"after:2026-02-14", "barrage,odd,سد,河水"},
		{"before:2026-02-14", "dam talks,strike"},
		{"after:2026-02-13 before:2026-02-14 talks", "strike"},
		{"talks (after:2026-02-13 OR lang:fr)", "strike"},
		{`a'b "c d" e:f`, "odd"},
		{"o'neill", "odd"},
		{`quokka * ^ { } \ '`, "odd"},
		{`quokka'); DROP TABLE articles; --`, ""},
		{`!!! "" ()`, ""},
		{"— talks", "dam talks,strike"},
		{"-(-talks)", "dam talks,strike"},
		{"NOT NOT talks", "dam talks,strike"},
		{"{FOR UPDATE} $1 ? quokka", ""},
		{"near", "odd"},
		{"and", "odd"}, {"or", "odd"},
		{"quokka\x00quokka", "odd"},
		{strings.Repeat("(talks OR ", 20) + "walrus", "dam talks,strike"},
		{strings.Repeat("talks ", 300), "dam talks,strike"},
	}
	eachEngine(t, func(t *testing.T, s *store.Store) {
		library(t, s)
		for _, c := range cases {
			var got []string
			for _, hit := range search(t, s, c.query) {
				got = append(got, hit.Article.Headline)
			}
			slices.Sort(got)
			if got := strings.Join(got, ","); got != c.want {
				t.Errorf("%.60q found %q, want %q", c.query, got, c.want)
			}
		}
	})
}

func TestSearchPages(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		articles(t, s, "a.example", 25)
		for _, text := range []string{"river", "lang:en", "river OR kind:report", "river lang:en"} {
			q, err := query.Parse(text)
			check(t, err)
			var got []news.ArticleID
			f := news.Filter{Limit: 10}
			for pages := 1; ; pages++ {
				found, err := s.Search(context.Background(), q, f)
				check(t, err)
				for _, hit := range found.Hits {
					got = append(got, hit.Article.ID)
				}
				if f.After = found.Next; found.Next == "" {
					equal(t, "pages", pages, 3)
					break
				}
			}
			if len(got) != 25 || !slices.IsSortedFunc(got, func(a, b news.ArticleID) int { return int(b - a) }) {
				t.Errorf("%s: got %v", text, got)
			}
		}
		q, _ := query.Parse("river")
		found, err := s.Search(context.Background(), q, news.Filter{Kind: news.KindVideo})
		check(t, err)
		equal(t, "videos", len(found.Hits), 0)
	})
}

func TestSearchIsNewestFirstWhateverCameFirst(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		for _, n := range []int{5, 1, 9, 3} {
			check(t, func() error {
				_, err := s.ImportEntries(context.Background(), []news.Entry{entry("a.example", n)}, noon)
				return err
			}())
			plainRead(t, s)
		}
		var got []string
		for _, hit := range search(t, s, "river") {
			got = append(got, hit.Article.Headline)
		}
		equal(t, "order", got, []string{"Title 9", "Title 5", "Title 3", "Title 1"})
	})
}

func TestSnippet(t *testing.T) {
	t.Parallel()
	s := engines()["sqlite"](t)
	long := strings.Repeat("Rain fell on Osk. ", 40) + "The Tamsel flooded the harbour’s quays. " + strings.Repeat("Boats were moved. ", 40)
	poll(t, s, feed(t, s, "a.example"), entry("a.example", 1))
	read(t, s, func(w news.Work) []news.Article { return []news.Article{plain(w, long)} })
	hit := search(t, s, "flooded tamsel")[0]
	var marked []string
	for _, m := range hit.Matches {
		marked = append(marked, hit.Snippet[m[0]:m[1]])
	}
	equal(t, "marked", marked, []string{"Tamsel", "flooded"})
	if !strings.HasPrefix(hit.Snippet, "… ") || !strings.HasSuffix(hit.Snippet, " …") || len(hit.Snippet) > 400 {
		t.Errorf("snippet %q", hit.Snippet)
	}
	if start := search(t, s, "headline:title")[0]; !strings.HasPrefix(start.Snippet, "Rain fell") {
		t.Errorf("a match in the headline only shows %q", start.Snippet)
	}
}

// FuzzSearch: whatever a reader types is answered, never refused by an engine.
func FuzzSearch(f *testing.F) {
	for _, seed := range []string{"a OR -b", `"x' y" NEAR(a b)`, "headline:\\ ^* {a b}:c", "水 (lang:en)", "after:2026 -(kind:x OR y)"} {
		f.Add(seed)
	}
	s := engines()["sqlite"](f)
	library(f, s)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := searchFor(s, text); err != nil && !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
