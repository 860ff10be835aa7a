package extract_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/news"

	"github.com/google/go-cmp/cmp"
)

const oddPage = `<html lang="en"><head><title>Gull: ferry</title></head><body>
	<div class="top"><h2 class="hl">The ferry of Osk sails again</h2><span class="au">By Ines Halloran and Piet Maran</span><i class="when" datetime="2031-05-16T04:30:00Z">today</i></div>
	<div class="pic"><img data-src="/ferry.jpg"></div>
	<div class="story"><p>The ferry of Osk sails again after seven months in the dock, and people cheered it.</p>
	<div class="box"><p>Our tea towels are on sale at the quay until Sunday noon, says the shop of this paper.</p></div>
	<p>It had been damaged by the storm in which the old pier was lost, and two boats.</p></div>
	<div class="other"><p>The school of Tarn has won the prize of the river once more, for the third year in a row, and nobody is surprised.</p>
	<p>Its pupils count fish, which fewer and fewer people do, and send the numbers to whoever asks for them.</p></div></body></html>`

func TestRules(t *testing.T) {
	t.Parallel()
	r, err := extract.Read([]byte(oddPage), extract.Context{URL: "https://gull.example/a", Now: time.Date(2031, 5, 17, 0, 0, 0, 0, time.UTC), Rules: news.PageRules{
		Body: ".story", Drop: ".box, .ad", Headline: ".hl", Byline: ".au", Date: ".when", Image: ".pic",
	}})
	if err != nil || len(r.Articles) != 1 || len(r.Look.Missed) > 0 {
		t.Fatalf("got %+v, %v", r, err)
	}
	a := r.Articles[0]
	got := []any{a.Headline, a.Authors, a.PublishedAt, a.Image.URL, a.Text()}
	want := []any{"The ferry of Osk sails again", []string{"Ines Halloran", "Piet Maran"}, time.Date(2031, 5, 16, 4, 30, 0, 0, time.UTC), "https://gull.example/ferry.jpg",
		"The ferry of Osk sails again after seven months in the dock, and people cheered it.\n\nIt had been damaged by the storm in which the old pier was lost, and two boats."}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestRulesThatPickNothingChangeNothing(t *testing.T) {
	t.Parallel()
	at := extract.Context{URL: "https://gull.example/a"}
	plain, err := extract.Extract([]byte(oddPage), at)
	if err != nil {
		t.Fatal(err)
	}
	at.Rules = news.PageRules{Body: ".none", Headline: "h7", Byline: "img", Date: ".hl", Image: ".hl", Drop: ".nothing"}
	r, err := extract.Read([]byte(oddPage), at)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(plain, r.Articles); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	slices.Sort(r.Look.Missed)
	if diff := cmp.Diff([]string{"body", "byline", "date", "headline", "image"}, r.Look.Missed); diff != "" {
		t.Errorf("missed: -want +got\n%s", diff)
	}
}

func TestDroppingEverythingFails(t *testing.T) {
	t.Parallel()
	for _, drop := range []string{"*", "body *", "html, body, div"} {
		if r, err := extract.Read([]byte(oddPage), extract.Context{Rules: news.PageRules{Drop: drop}}); err == nil && r.Articles[0].Text() != "" {
			t.Errorf("%s: got %q", drop, r.Articles[0].Text())
		}
	}
}

func TestCheckRules(t *testing.T) {
	t.Parallel()
	for selector, valid := range map[string]bool{
		"": true, "div.story": true, ".a, .b > p:not(.c)": true, ":::": false, "p::before": false, "p, a::after": false, strings.Repeat("a", 501): false, "p\x00": false,
	} {
		if err := extract.CheckRules(news.PageRules{Drop: selector}); (err == nil) != valid || err != nil && (!errors.Is(err, news.ErrInvalid) || !strings.Contains(err.Error(), "drop")) {
			t.Errorf("%.30q: got %v", selector, err)
		}
	}
}

// piece is an article of paragraphs; "# " begins a heading.
func piece(blocks ...string) news.Article {
	a := news.Article{Headline: "The ferry of Osk sails again"}
	for _, text := range blocks {
		role := news.RoleParagraph
		if rest, heading := strings.CutPrefix(text, "# "); heading {
			role, text = news.RoleHeading, rest
		}
		a.Blocks = append(a.Blocks, news.Block{Role: role, Text: text})
	}
	return a
}

func TestFurnitureIsDropped(t *testing.T) {
	t.Parallel()
	const (
		one   = "The ferry of Osk sails again after seven months in the dock, and people cheered it from the pier."
		two   = "It had been damaged by the storm in which the old pier was lost, and two boats with it, in the night."
		three = "The council has paid for the repairs, which took longer than anybody had thought they would take."
		box   = "Our tea towels are on sale at the quay until Sunday noon, says the shop of this paper."
		head  = "# From the shop of the paper"
		why   = "# Why this matters"
	)
	keys := map[uint64]bool{}
	for _, i := range extract.Learned([]news.Article{piece(box, head, why)}, nil) {
		keys[i.Key] = true
	}
	if len(keys) != 3 {
		t.Fatalf("%d blocks are remembered", len(keys))
	}
	known := func(key uint64) bool { return keys[key] }
	for name, c := range map[string]struct{ from, want []string }{
		"in the middle":             {[]string{one, box, two, three}, []string{one, two, three}},
		"with its heading":          {[]string{one, two, head, box, three}, []string{one, two, head, three}},
		"with its heading, last":    {[]string{one, two, three, head, box}, []string{one, two, three}},
		"an unknown heading over":   {[]string{one, two, "# Towels", box, "# Costs", three}, []string{one, two, "# Costs", three}},
		"a heading that comes back": {[]string{one, why, two, three}, []string{one, why, two, three}},
		"other spelling":            {[]string{one, strings.ToUpper(box) + "!", two, three}, []string{one, two, three}},
		"nothing but furniture":     {[]string{box}, []string{box}},
		"mostly furniture":          {[]string{"One line of it.", box}, []string{"One line of it.", box}},
		"a line":                    {[]string{"Rain tomorrow."}, []string{"Rain tomorrow."}},
	} {
		articles := []news.Article{piece(c.from...)}
		before := slices.Clone(articles[0].Blocks)
		shared := articles[0].Blocks
		extract.Learned(articles, known)
		want := piece(c.want...)
		if got := articles[0].Text(); got != want.Text() {
			t.Errorf("%s: got %q", name, got)
		}
		if len(articles[0].Blocks) != len(c.from) || cmp.Diff(before, shared) != "" {
			t.Errorf("%s: blocks were lost, or changed under others", name)
		}
	}
}

func TestPagesThatAreNoArticles(t *testing.T) {
	t.Parallel()
	long := ""
	for i := range 30 {
		long += fmt.Sprintf("<p>The ferry of Osk sails again after %d months in the dock, and %d people cheered it from the pier.</p>", i+2, 40+3*i)
	}
	page := func(title, body string) string {
		return "<html><head><title>" + title + "</title></head><body><article><h1>" + title + "</h1>" + body + "</article></body></html>"
	}
	signed := func(page string) string {
		return strings.Replace(page, "</title>", `</title><meta name="author" content="Ida Moor"><meta property="article:published_time" content="2026-03-01T10:00:00Z">`, 1)
	}
	words := "<p>These are some words that stand below the headline, as they do on pages of every kind, so that it looks like an article.</p>"
	for _, c := range []struct {
		name, page string
		want       error
	}{
		{"cloudflare", page("Just a moment...", words), news.ErrForbidden},
		{"akamai", page("Access Denied", "<p>You don't have permission to access \"/a\" on this server. Reference #18.2</p>"), news.ErrForbidden},
		{"named after the site", page("Gull News | Are you a robot?", words), news.ErrForbidden},
		{"scripts only", page("Gull News", "<p>You need to enable JavaScript to run this app, and it will not be shown without it.</p>"+words), news.ErrForbidden},
		{"consent", page("Before you continue to Gull", words), nil},
		{"consent by its name", page("Datenschutzeinstellungen", words), news.ErrForbidden},
		{"consent by its words", page("Gull News", "<p>We and our 812 partners store cookies on your device, so that you see what you like.</p><p>You may choose which cookies you want, and come back to it at any time.</p>"), news.ErrForbidden},
		{"login", page("Sign in – The Gull", words), news.ErrForbidden},
		{"soft 404", page("404 - Page not found | Gull", words), news.ErrInvalid},
		{"in Russian", page("Страница не найдена", words), news.ErrInvalid},
		{"in Japanese", page("ページが見つかりません | かもめ新聞", words), news.ErrInvalid},
		{"an article about a 404", page("Page not found", long), nil},
		{"an article that begins so", page("Access denied: how banks turn people away", words), nil},
		{"an article about cookies", page("Court rules on cookies", "<p>A court has ruled that we and our partners may not store cookies unasked, as a site in Osk had written.</p>"+long), nil},
		{"an article about consent", page("Consent – what a year of trials has shown", long), nil},
		{"an article about settings", page("Privacy settings - seven that are worth a look on every phone", long), nil},
		{"a short article about access", page("Access denied - why the ferry has no ramp for chairs", words), nil},
		{"a review", signed(page("Not Found", words)), nil},
		{"an article about captchas", signed(page("The machines that pass for people", "<p>\"Complete the captcha\", the page says, and the man from Osk cannot: he is blind.</p>"+words+words)), nil},
		{"a wall with somebody's name", signed(page("Gull News", "<p>You need to enable JavaScript to run this app, and it will not be shown without it.</p>")), news.ErrForbidden},
		{"consent, at length", page("We value your privacy", "<p>We and our 812 partners store cookies on your device, so that you see what you like.</p>"+long[:len(long)/2]), news.ErrForbidden},
		{"a short piece", page("Ferry sails again", words), nil},
	} {
		_, err := extract.Extract([]byte(c.page), extract.Context{URL: "https://gull.example/a"})
		if (c.want == nil) != (err == nil) || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestBetter(t *testing.T) {
	t.Parallel()
	const teaser = "The ferry of Osk sails again after seven months in the dock."
	whole := strings.Repeat("It had been damaged by the storm in which the old pier of Osk was lost, and two boats with it. ", 12)
	with := func(text string, change func(a *news.Article)) news.Article {
		a := piece(text)
		a.Kind, a.URL, a.Summary = news.KindReport, "https://gull.example/a", teaser
		if change != nil {
			change(&a)
		}
		return a
	}
	cut := func(a *news.Article) { a.Truncated = true }
	alien := func(a *news.Article) {
		a.Headline, a.Summary, a.Authors = "Gull Media Group", "", []string{"Cookie Banner"}
	}
	for name, c := range map[string]struct {
		page, told news.Article
		text       string
		cut        bool
	}{
		"whole page, teaser":           {with(whole, nil), with(teaser, cut), whole, false},
		"cut page, whole feed":         {with(teaser+" More.", cut), with(whole, nil), whole, false},
		"short page, whole feed":       {with(whole[:300], nil), with(whole, nil), whole, false},
		"both whole":                   {with(whole+teaser, nil), with(whole, nil), whole + teaser, false},
		"cut page longer than feed":    {with(whole+whole, cut), with(whole, nil), whole + whole, true},
		"cut page, teaser":             {with(teaser+" And more of it.", cut), with(teaser, cut), teaser + " And more of it.", true},
		"stub page, longer teaser":     {with("Read on.", func(a *news.Article) { a.Truncated, a.Kind = true, news.KindStub }), with(teaser, cut), teaser, true},
		"page of a player, teaser":     {with("Play", nil), with(teaser, cut), teaser, true},
		"short piece, teaser of it":    {with(teaser, nil), with(teaser[:40], cut), teaser, false},
		"alien page, teaser":           {with("Please agree to the storage of small files before anything else is shown here.", alien), with(teaser, cut), teaser, true},
		"alien page, bare title":       {with("Something else altogether stands here.", alien), with("", func(a *news.Article) { a.Summary, a.Truncated = "", true }), "Something else altogether stands here.", false},
		"long page under another name": {with(strings.Repeat("Quite another matter is told on this page, at length. ", 60), alien), with(teaser, cut), strings.Repeat("Quite another matter is told on this page, at length. ", 60), false},
		"empty page":                   {with("", nil), with(teaser, cut), teaser, true},
	} {
		got := extract.Better(c.page, c.told)
		if got.Text() != c.text || got.Truncated != c.cut {
			t.Errorf("%s: got %.80q, cut short %v", name, got.Text(), got.Truncated)
		}
		if slices.Contains(got.Authors, "Cookie Banner") && c.text == teaser {
			t.Errorf("%s: kept the words of a wall: %+v", name, got)
		}
	}
}
