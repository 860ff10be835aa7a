package feed_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

const newsMap = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://courier.example/osk/ferry-delayed</loc><lastmod>2031-05-17T08:00:00Z</lastmod>
 <news:news><news:publication><news:name>Osk Courier</news:name><news:language>en</news:language></news:publication>
 <news:publication_date>2031-05-17T07:30:00+01:00</news:publication_date><news:title>Ferry delayed &amp; crowded</news:title>
 <news:keywords>ferry, Osk</news:keywords><news:genres>Blog</news:genres></news:news>
 <image:image><image:loc>https://courier.example/i/ferry.jpg</image:loc><image:title>The ferry</image:title></image:image></url>
<url><loc>/osk/mayor-speaks</loc><news:news><news:publication_date>2031-05-17T09:00:00Z</news:publication_date><news:title>Mayor speaks</news:title></news:news>
</urlset>`

func TestNewsSitemapHasTitlesAndTimes(t *testing.T) {
	t.Parallel()
	got, err := feed.Parse([]byte(newsMap), feed.Context{URL: "https://courier.example/news-sitemap.xml"})
	if err != nil {
		t.Fatal(err)
	}
	ferry := news.Entry{
		GUID: "https://courier.example/osk/ferry-delayed", URL: "https://courier.example/osk/ferry-delayed", Title: "Ferry delayed &amp; crowded",
		Tags: []string{"ferry", "Osk", "Blog"}, Language: "en", Image: "https://courier.example/i/ferry.jpg",
		PublishedAt: time.Date(2031, 5, 17, 6, 30, 0, 0, time.UTC), UpdatedAt: time.Date(2031, 5, 17, 8, 0, 0, 0, time.UTC),
	}
	mayor := news.Entry{ // its address is relative and its <url> has no end
		GUID: "https://courier.example/osk/mayor-speaks", URL: "https://courier.example/osk/mayor-speaks", Title: "Mayor speaks",
		PublishedAt: time.Date(2031, 5, 17, 9, 0, 0, 0, time.UTC),
	}
	if diff := cmp.Diff([]news.Entry{mayor, ferry}, got.Entries); diff != "" {
		t.Errorf("entries, newest first (-want +got):\n%s", diff)
	}
	if got.Format != "sitemap-news" || got.Title != "Osk Courier" || got.Language != "en" || got.Link != "https://courier.example/" {
		t.Errorf("got %q %q %q %q", got.Format, got.Title, got.Language, got.Link)
	}
}

func TestOrdinarySitemapGivesItsNewestArticles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, document, url, contentType string
		want                             []string
	}{
		{
			"by the time of change, without home, sections and tags",
			page("https://c.example/", "2031-05-17") + page("https://c.example/sport", "2031-05-17") + page("https://c.example/tag/ferry-delays-in-osk", "2031-05-17") +
				page("https://c.example/old-bridge-closed-for-good", "2031-01-02") + page("https://c.example/ferry-late", "2031-05-16"),
			"https://c.example/sitemap.xml", "", []string{"https://c.example/ferry-late", "https://c.example/old-bridge-closed-for-good"},
		},
		{
			"by the date in the address, when all have the same time",
			page("https://c.example/about", "2031-05-17") + page("https://c.example/2031/02/03/bridge-opens", "2031-05-17") + page("https://c.example/2031/04/05/bridge-falls", "2031-05-17"),
			"https://c.example/sitemap.xml", "", []string{"https://c.example/2031/04/05/bridge-falls", "https://c.example/2031/02/03/bridge-opens"},
		},
		{
			"one address a line", "https://c.example/news/1234567\nhttps://c.example/\nnonsense\nhttps://c.example/news/1234568\n",
			"https://c.example/sitemap.txt", "", []string{"https://c.example/news/1234567", "https://c.example/news/1234568"},
		},
		{
			"one address a line, as the server says", "https://c.example/news/1234567\n", "https://c.example/sitemap", "text/plain; charset=utf-8",
			[]string{"https://c.example/news/1234567"},
		},
	}
	for _, test := range tests {
		document := test.document
		if strings.HasPrefix(document, "<") {
			document = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + document + "</urlset>"
		}
		got, err := feed.Parse([]byte(document), feed.Context{URL: test.url, ContentType: test.contentType})
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got.Format != "sitemap" {
			t.Errorf("%s: format %q", test.name, got.Format)
		}
		var urls []string
		for _, e := range got.Entries {
			urls = append(urls, e.URL)
			if !e.PublishedAt.IsZero() || e.GUID != e.URL || e.Title != "" {
				t.Errorf("%s: a time of change is no time of publication: %+v", test.name, e)
			}
		}
		if diff := cmp.Diff(test.want, urls); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func page(loc, lastmod string) string {
	return "<url><loc>" + loc + "</loc><lastmod>" + lastmod + "</lastmod></url>"
}

func TestLargestSitemapIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 50_000 {
		fmt.Fprintf(&b, "  <url>\n    <loc>https://c.example/news/%d</loc>\n    <lastmod>%s</lastmod>\n    <changefreq>daily</changefreq>\n    <priority>0.5</priority>\n  </url>\n",
			100_000+i, day.Add(time.Duration(i)*time.Hour).Format(time.RFC3339))
	}
	b.WriteString("</urlset>")
	got, err := feed.Parse([]byte(b.String()), feed.Context{URL: "https://c.example/sitemap.xml"})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Entries) != 500 || got.Entries[0].URL != "https://c.example/news/149999" || got.Entries[499].URL != "https://c.example/news/149500" {
		t.Errorf("got %d entries from %q", len(got.Entries), got.Entries[0].URL)
	}
	if len(got.Notes) != 1 {
		t.Errorf("got notes %q, want one that entries were left out", got.Notes)
	}
}

func TestSitemapIndexPutsNewsAndTheNewestFirst(t *testing.T) {
	t.Parallel()
	part := func(loc, lastmod string) string {
		return "<sitemap><loc>" + loc + "</loc><lastmod>" + lastmod + "</lastmod></sitemap>"
	}
	document := `<?xml version="1.0"?><!-- made by hand --><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` +
		part("https://c.example/category-sitemap.xml", "2031-05-17") + part("https://c.example/post-sitemap1.xml", "2031-01-01") +
		part("https://c.example/post-sitemap2.xml", "2031-05-16") + part("https://c.example/sitemap-2031-04.xml", "") + part("/news-sitemap.xml", "") +
		part("https://c.example/sitemap-newsletters.xml", "") + "</sitemapindex>"
	got, err := feed.Parse([]byte(document), feed.Context{URL: "https://c.example/sitemap.xml"})
	if err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, p := range got.Parts {
		urls = append(urls, p.URL)
		if p.News != (p.URL == "https://c.example/news-sitemap.xml") {
			t.Errorf("%s: news %v", p.URL, p.News)
		}
	}
	want := []string{
		"https://c.example/news-sitemap.xml", "https://c.example/post-sitemap2.xml", "https://c.example/post-sitemap1.xml",
		"https://c.example/sitemap-2031-04.xml", "https://c.example/sitemap-newsletters.xml", "https://c.example/category-sitemap.xml",
	}
	if diff := cmp.Diff(want, urls); diff != "" || got.Format != "sitemapindex" {
		t.Errorf("%s (-want +got):\n%s", got.Format, diff)
	}
}

func TestMergeKeepsEachEntryOnceAndNewestFirst(t *testing.T) {
	t.Parallel()
	index := &feed.Document{Format: "sitemapindex", Parts: []feed.Part{{URL: "https://c.example/a.xml"}}}
	at := time.Date(2031, 5, 17, 0, 0, 0, 0, time.UTC)
	plain := &feed.Document{Format: "sitemap", Entries: []news.Entry{{GUID: "a", UpdatedAt: at.Add(time.Hour)}, {GUID: "b", UpdatedAt: at}}}
	titled := &feed.Document{Format: "sitemap-news", Title: "Osk Courier", Entries: []news.Entry{{GUID: "b", Title: "B", PublishedAt: at.Add(2 * time.Hour)}}}
	got := feed.Merge(index, []*feed.Document{plain, nil, titled})
	want := []news.Entry{{GUID: "b", Title: "B", PublishedAt: at.Add(2 * time.Hour)}, {GUID: "a", UpdatedAt: at.Add(time.Hour)}}
	if diff := cmp.Diff(want, got.Entries); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got.Title != "Osk Courier" || len(got.Notes) != 1 || len(index.Entries)+len(index.Notes) != 0 {
		t.Errorf("got title %q, notes %q, index %+v", got.Title, got.Notes, index)
	}
}

func TestWhatIsNoSitemapIsNotTakenForOne(t *testing.T) {
	t.Parallel()
	for _, document := range []string{"<html><body><urlset></urlset></body></html>", "https://c.example/only-in-a-text", "<sitemapper/>"} {
		if _, err := feed.Parse([]byte(document), feed.Context{URL: "https://c.example/x"}); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: got error %v", document, err)
		}
	}
}

// TestSitemapThatBreaksOff keeps what is whole, and says that there is more.
func TestSitemapThatBreaksOff(t *testing.T) {
	t.Parallel()
	const first, second = "<urlset><url><loc>https://c.example/2031/05/17/one-two-three-four</loc></url>", "<url><loc>https://c.example/2031/05/17/five-six-seven-eight"
	for doc, want := range map[string]int{
		first + second + "</loc></url></urlset>": 2, first + second + "</loc></url>": 2, first + second + "</loc><lastm": 2,
		first + second: 1, first + second[:20]: 1, first + second[:7]: 1, first: 1,
	} {
		got, err := feed.Parse([]byte(doc), feed.Context{URL: "https://c.example/sitemap.xml"})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Entries) != want || got.Cut == strings.HasSuffix(doc, "</urlset>") {
			t.Errorf("%s: got %d entries, cut %v; want %d", doc, len(got.Entries), got.Cut, want)
		}
	}
}
