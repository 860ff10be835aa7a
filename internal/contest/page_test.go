package contest_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/contest"
	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

// ferry is a page as the contest gives them, with what it does to them: elements that end themselves, related links,
// figures, a headline that is said again.
const ferry = `<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8"/>
    <meta property="og:url" content="https://gull.invalid/ferry"/>
    <meta property="og:site_name" content="The Gull"/>
    <meta property="article:published_time" content="2025-05-16T08:30:00+02:00"/>
    <meta property="og:title" content="Ferry to Osk &amp; back sails again"/>
    <meta property="og:description" content="Divers worked at night."/>
  </head>
  <body>
    <p>Before the article.</p>
    <article>
      <h1>Ferry to Osk &amp; back sails again</h1>
      <h2>Divers worked at night.</h2>
      <address><time datetime="2025-05-16T08:30:00+02:00">16 May</time> by <a rel="author">Mara Quill</a></address>
      <iframe src="https://video.invalid/1" width="1"/>
      <figure><img src="https://gull.invalid/ferry.jpg"/><figcaption>The landing stage. <cite>N. Averdale</cite></figcaption></figure>
      <p>The ferry between Harrowgate Sound and <b>Osk</b> sailed
         again on&nbsp;Friday.<br/>Eleven days it had stood still.</p>
      <related><h4>MORE</h4><a href="https://gull.invalid/storm"/><a href="https://gull.invalid/divers"/></related>
      <h3>The divers</h3>
      <blockquote><p>We never saw the bottom.</p></blockquote>
      <ul><li>Boats: 2</li><li><p>Divers: 9</p></li></ul>
      <table><tr><th>Day</th><th>Tide</th></tr><tr><td>Friday</td><td>high</td></tr></table>
      <aside>Advertisement</aside>
      Loose words at the end.
      <footer>Editing by Ann Poe</footer>
    </article>
    <p>Behind it.</p>
  </body>
</html>`

func TestReadTakesAPageApart(t *testing.T) {
	t.Parallel()
	page, err := contest.Read("ferry.html", []byte(ferry))
	if err != nil {
		t.Fatal(err)
	}
	want := contest.Page{Name: "ferry.html", Article: news.Article{
		URL: "https://gull.invalid/ferry", Headline: "Ferry to Osk & back sails again", Outlet: "The Gull", Summary: "Divers worked at night.",
		PublishedAt: time.Date(2025, 5, 16, 6, 30, 0, 0, time.UTC), Kind: news.KindReport, Language: "en",
		Image: news.Image{URL: "https://gull.invalid/ferry.jpg"},
		Blocks: []news.Block{
			{Role: news.RoleParagraph, Text: "The ferry between Harrowgate Sound and Osk sailed again on Friday. Eleven days it had stood still."},
			{Role: news.RoleHeading, Text: "The divers"},
			{Role: news.RoleQuote, Text: "We never saw the bottom."},
			{Role: news.RoleListItem, Text: "Boats: 2"},
			{Role: news.RoleListItem, Text: "Divers: 9"},
			{Role: news.RoleTable, Text: "Day | Tide"},
			{Role: news.RoleTable, Text: "Friday | high"},
			{Role: news.RoleParagraph, Text: "Loose words at the end."},
		},
	}}
	if diff := cmp.Diff(want, page); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadTakesWhatComes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ page, headline, text string }{
		"no head":               {"<article><h1>Osk votes</h1><p>The mayor of Osk was elected.</p>", "Osk votes", "The mayor of Osk was elected."},
		"no article":            {"<body><h1>Osk votes</h1><p>The mayor.</p></body>", "Osk votes", "The mayor."},
		"cut off":               {"<head><meta property='og:title' content='Osk votes'></head><body><article><p>The mayor <b>of O", "Osk votes", "The mayor of O"},
		"a skip without end":    {"<article><h1>Osk votes</h1><p>One.</p><related><p>Two.</p></article><article><p>Three.</p></article>", "Osk votes", "One.\n\nThree."},
		"nothing but a title":   {"<head><meta property='og:title' content='Osk votes'></head>", "Osk votes", ""},
		"bytes that are no UTF": {"<article><h1>Osk v\xf6tes</h1><p>The mayor.</p></article>", "Osk vötes", "The mayor."},
		"script":                {"<article><h1>Osk</h1><script>if (a<b) alert('<p>x</p>')</script><p>The mayor.</p></article>", "Osk", "The mayor."},
		"a time that is none":   {"<head><meta property='article:published_time' content='0001-01-01T00:00:00Z'></head><article><h1>Osk</h1><p>The mayor.</p></article>", "Osk", "The mayor."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, err := contest.Read("a.html", []byte(c.page))
			if err != nil {
				t.Fatal(err)
			}
			if got := page.Article.Text(); page.Article.Headline != c.headline || got != c.text {
				t.Errorf("got %q, %q, want %q, %q", page.Article.Headline, got, c.headline, c.text)
			}
			if !page.Article.PublishedAt.IsZero() {
				t.Errorf("published at %v", page.Article.PublishedAt)
			}
		})
	}
}

func TestReadRefusesWhatIsNoArticle(t *testing.T) {
	t.Parallel()
	for name, page := range map[string][]byte{
		"empty": nil, "blank": []byte("  \n"), "binary": []byte("\x89PNG\r\n\x00\x00"), "no words": []byte("<html><body><article><img src=x></article></body></html>"),
		"too large": bytes.Repeat([]byte("<p>word</p>"), contest.MaxPage/10),
	} {
		if _, err := contest.Read("a.html", page); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%s: got %v, want invalid", name, err)
		}
	}
}

// TestReadIsLinear: pages made to be slow take no longer than others of their size.
func TestReadIsLinear(t *testing.T) {
	t.Parallel()
	for name, part := range map[string]string{"nested": "<div>", "open related": "<related>", "attributes": "<a x=y ", "entities": "&amp;&#x41;", "comments": "<!-", "blocks": "<p>a"} {
		page := "<article><h1>Osk votes today</h1>" + strings.Repeat(part, (1<<20)/len(part))
		started := time.Now()
		if _, err := contest.Read("a.html", []byte(page)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(started); took > 20*time.Second { // a machine may be busy; what is not linear takes minutes
			t.Errorf("%s: a megabyte takes %v", name, took)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(ferry))
	f.Add([]byte("<article><related><iframe/><p>x<li><p>y</article></related>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		page, err := contest.Read("a.html", body)
		if err != nil {
			return
		}
		page.Judge()
		if strings.ContainsAny(page.Article.Headline, "\x00\n") {
			t.Errorf("headline %q", page.Article.Headline)
		}
		if got := contest.Threads([]contest.Page{page}); page.Counts() != (len(got) == 1) {
			t.Errorf("a page that counts (%v) makes %d threads", page.Counts(), len(got))
		}
	})
}

// page makes a judged page that was published so many minutes after midnight.
func page(name, site, language string, minutes int, headline, text string) contest.Page {
	a := news.Article{
		URL: fmt.Sprintf("https://%s.invalid/%s", site, name), Headline: headline, Language: language, Kind: news.KindReport,
		PublishedAt: time.Date(2025, 5, 16, 0, minutes, 0, 0, time.UTC), Blocks: []news.Block{{Role: news.RoleParagraph, Text: text}},
	}
	return contest.Page{Name: name, Article: a, Category: contest.Society, News: true}
}
