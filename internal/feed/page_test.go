package feed_test

import (
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/demo"
	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

var may17 = time.Date(2031, 5, 17, 12, 0, 0, 0, time.UTC)

// TestPagesListTheirArticles reads testdata/pages: a comment on top of each says what is odd in it and which entries
// are wanted.
func TestPagesListTheirArticles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(files) < 8 {
		t.Fatalf("found %d pages (%v)", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			page, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want, got []string
			address := ""
			for line := range strings.Lines(string(page)) {
				line = strings.TrimSpace(line)
				if entry, found := strings.CutPrefix(line, "want: "); found {
					want = append(want, entry)
				}
				if rest, found := strings.CutPrefix(line, "url: "); found {
					address = rest
				}
			}
			doc, err := feed.ParsePage(page, feed.Context{URL: address, ContentType: "text/html; charset=utf-8", Now: may17}, news.Selectors{})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range doc.Entries {
				got = append(got, e.URL+" | "+e.Title+" | "+e.PublishedAt.Format(time.DateOnly))
				if e.GUID != e.URL {
					t.Errorf("GUID %q of %q", e.GUID, e.URL)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if doc.Format != "page" || doc.Title == "" || doc.Link != address {
				t.Errorf("got %q %q %q", doc.Format, doc.Title, doc.Link)
			}
		})
	}
}

func TestEntriesOfAPageHaveSummaryAndPicture(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("testdata/pages/cards.html")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := feed.ParsePage(page, feed.Context{URL: "https://gannet.example/"}, news.Selectors{})
	if err != nil {
		t.Fatal(err)
	}
	first, second := doc.Entries[0], doc.Entries[1]
	if first.Image != "https://gannet.example/img/ferry-800.jpg" || !strings.HasPrefix(first.Summary, "All 214 passengers") {
		t.Errorf("got %q, %q", first.Image, first.Summary)
	}
	if second.Image != "https://gannet.example/img/dredger.jpg" || !strings.HasPrefix(second.Summary, "The machine will cost") {
		t.Errorf("got %q, %q", second.Image, second.Summary)
	}
}

func TestSelectorsOverrideWhatIsFound(t *testing.T) {
	t.Parallel()
	page := []byte(`<html><body><p class=lead>x</p><div class=row><b>First of all</b><i>3 May 2031</i><a href="/x">go</a><em>What it says</em><img src="/1.png"></div>
		<div class=row><b>Second</b><a href="https://elsewhere.example/y#top">go</a></div><div class=row><b>Without a link</b></div><div class=row><b>Twice</b><a href="/x">go</a></div></body></html>`)
	at := feed.Context{URL: "https://gannet.example/list", Now: may17}
	doc, err := feed.ParsePage(page, at, news.Selectors{Item: "div.row", Link: "a", Title: "b", Date: "i", Summary: "em", Image: "img"})
	if err != nil {
		t.Fatal(err)
	}
	want := []news.Entry{
		{
			GUID: "https://gannet.example/x", URL: "https://gannet.example/x", Title: "First of all", Summary: "What it says", Image: "https://gannet.example/1.png",
			PublishedAt: time.Date(2031, 5, 3, 0, 0, 0, 0, time.UTC),
		},
		{GUID: "https://elsewhere.example/y", URL: "https://elsewhere.example/y", Title: "Second"},
	}
	if diff := cmp.Diff(want, doc.Entries); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for selectors, words := range map[news.Selectors]string{
		{Item: "div.row["}:                 `the selector of the item, "div.row["`,
		{Item: "div.row", Title: "p:nope"}: `the selector of the title, "p:nope"`,
		{Title: "b"}:                       "none of an item",
		{Item: "table"}:                    "picks 0 elements",
	} {
		if _, err := feed.ParsePage(page, at, selectors); !errors.Is(err, news.ErrInvalid) || !strings.Contains(err.Error(), words) {
			t.Errorf("%+v: got %v, want ErrInvalid with %q", selectors, err, words)
		}
	}
}

func TestPagesWithoutAListSayWhatWasLookedFor(t *testing.T) {
	t.Parallel()
	related := `<div class="more"><h3><a href="/2031/05/01/another-long-story-about-the-sea">Another long story about the sea</a></h3></div>`
	tests := map[string]struct{ page, words string }{
		"nothing":        {"<p>Nothing here.</p>", "no list of articles on this page"},
		"empty":          {"", "the page is empty"},
		"too few":        {related, "1 look like articles"},
		"running text":   {"<p>" + strings.Repeat("The ferry was late again, and nobody was told why. ", 30) + "</p>" + strings.Repeat(related, 1) + manyRelated(8), "this is an article"},
		"says it is one": {`<meta property="og:type" content="article">` + manyRelated(20), "this is an article"},
	}
	for name, test := range tests {
		_, err := feed.ParsePage([]byte(test.page), feed.Context{URL: "https://gannet.example/2031/05/17/ferry-late-once-again-today"}, news.Selectors{})
		if !errors.Is(err, news.ErrInvalid) || !strings.Contains(err.Error(), test.words) {
			t.Errorf("%s: got %v, want ErrInvalid with %q", name, err, test.words)
		}
	}
}

func manyRelated(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`<div class="more"><h3><a href="/2031/05/01/story-of-the-sea-number-` + string(rune('a'+i)) + `-told-again">Story of the sea, part ` + string(rune('a'+i)) + `</a></h3></div>`)
	}
	return b.String()
}

// TestFrontPagesOfThePressListWhatItsFeedsDo compares each invented outlet's front page with its feed.
func TestFrontPagesOfThePressListWhatItsFeedsDo(t *testing.T) {
	t.Parallel()
	press, err := demo.New(demo.Options{Now: may17})
	if err != nil {
		t.Fatal(err)
	}
	get := func(o demo.Outlet, path string) []byte {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = strings.TrimSuffix(strings.TrimPrefix(o.Home(80), "http://"), "/")
		w := httptest.NewRecorder()
		press.Handler().ServeHTTP(w, r)
		return w.Body.Bytes()
	}
	outlets, right, wanted, taken := 0, 0, 0, 0
	for _, o := range press.Outlets() {
		home := o.Home(80)
		document, err := feed.Parse(get(o, o.FeedPath()), feed.Context{URL: home + strings.TrimPrefix(o.FeedPath(), "/"), Now: may17})
		if err != nil {
			t.Errorf("%s: %v", o.ID, err)
			continue
		}
		if len(document.Entries) < 4 {
			continue // no list can be told from so few
		}
		outlets++
		inFeed := map[string]bool{}
		for _, e := range document.Entries {
			inFeed[e.URL] = true
		}
		wanted += len(inFeed)
		page, err := feed.ParsePage(get(o, "/"), feed.Context{URL: home, Now: may17}, news.Selectors{})
		if err != nil {
			t.Errorf("%s: %v", o.ID, err)
			continue
		}
		for _, e := range page.Entries {
			taken++
			if inFeed[e.URL] {
				right++
			} else {
				t.Logf("%s: %s is not in the feed", o.ID, e.URL)
			}
		}
	}
	recall, precision := float64(right)/float64(wanted), float64(right)/float64(taken)
	t.Logf("%d outlets, %d entries in feeds: recall %.3f, precision %.3f", outlets, wanted, recall, precision)
	if outlets < 5 || recall < 0.95 || precision < 0.95 {
		t.Errorf("%d outlets: recall %.3f, precision %.3f, want 0.95", outlets, recall, precision)
	}
}
