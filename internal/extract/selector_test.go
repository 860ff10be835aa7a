package extract_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/extract"
	"nutgraf/internal/news"
)

func TestSelectorsPickByEveryCombinator(t *testing.T) {
	t.Parallel()
	const page = `<html><head><title>Winter at the harbour of Stellin</title></head><body><div class="a"><p id="one">The ferry to Stellin is late again.</p><p>The second ferry sails on time.</p>
		<div><p class="x">The third one waits for the tide.</p></div></div><p class="x">The harbour is closed for the winter.</p></body></html>`
	all := []string{"The ferry to Stellin is late again.", "The second ferry sails on time.", "The third one waits for the tide.", "The harbour is closed for the winter."}
	cases := map[string][]int{
		".a p": {0, 1, 2}, ".a>p": {0, 1}, "#one + p": {1}, "#one ~ div > p": {2}, "body .a div p": {2}, ".x, #one": {0, 2, 3},
		"p:nth-child(2)": {1, 3}, "p:not(.x)": {0, 1}, "p:contains('second, ferry'), p:contains('The third')": {2}, "[id='one']": {0}, "div:has(.x) #one": {0},
	}
	for rule, want := range cases {
		r, err := extract.Read([]byte(page), extract.Context{URL: "https://harbour.example/1", Rules: news.PageRules{Headline: "head title", Body: rule}})
		var lines, wanted []string
		for _, a := range r.Articles {
			for _, b := range a.Blocks {
				lines = append(lines, b.Text)
			}
		}
		for _, i := range want {
			wanted = append(wanted, all[i])
		}
		if diff := cmp.Diff(wanted, lines); diff != "" {
			t.Errorf("%s (-want +got):\n%s%v", rule, diff, err)
		}
	}
}

func TestSelectorsThatCostTooMuchAreRefused(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{
		":has(:has(p))", "div:has(div p)", "div:has(p):has(p)", strings.Repeat("p,", 60) + "p", strings.Repeat(":has(p) ", 6) + "p", ":nth-child(2):has(p)",
		"p >", ", p", "p,,p", "> p", "p)", "p::before", "a[href", "p /* a", ":not(",
	} {
		if err := extract.CheckRules(news.PageRules{Body: rule}); err == nil {
			t.Errorf("%q is taken", rule)
		}
	}
}

// TestSelectorsTakeBoundedTime tries selectors that have as many ways up, or along, a page as it is deep, or long.
func TestSelectorsTakeBoundedTime(t *testing.T) {
	t.Parallel()
	story := "<p>" + strings.Repeat("The ferry to Stellin is late again. ", 20) + "</p>"
	deep := strings.Repeat("<div>", 400) + story
	long := story + strings.Repeat("<p>a", 300_000)
	cases := []struct{ page, rule string }{
		{deep, "b " + strings.Repeat("div ", 12) + "p"}, {deep, ":has(b) " + strings.Repeat("div ", 12) + "p"},
		{long, "b " + strings.Repeat("~ p", 12)}, {long, "p:nth-last-child(7n+3)"}, {deep + long, "div:contains(nosuchword)"},
	}
	for _, c := range cases {
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, err := extract.Read([]byte(c.page), extract.Context{URL: "https://harbour.example/1", Rules: news.PageRules{Drop: c.rule}})
			_ = err // whether there is an article is not asked here
		}()
		select {
		case <-done:
		case <-time.After(30 * time.Second):
			t.Fatalf("%q takes more than 30 s", c.rule)
		}
	}
}
