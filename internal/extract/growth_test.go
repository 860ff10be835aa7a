package extract_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/extract/stacks"
	"nutgraf/internal/news"
)

// TestSplittingGrowsWithThePage holds that pages four times as long take about four times the time: texts of lines that could all be
// headers, one line without an end, and pages of HTML with thousands of headings.
func TestSplittingGrowsWithThePage(t *testing.T) {
	pages := map[string]func(n int) string{
		"headlines only": func(n int) string { return strings.Repeat("The ferry to Orla sails again today\n\n", n*4_000) },
		"stack": func(n int) string {
			var b strings.Builder
			for i := range n * 300 {
				fmt.Fprintf(&b, "Ferry number %d sails again today\n\nBy Ada Quint\n\nMarch 3, 2025\n\n%s\n\n", i, strings.Repeat("The boat left at dawn with two hundred passengers. ", 20))
			}
			return b.String()
		},
		"one line": func(n int) string { return strings.Repeat("word, by A. Name | Getty ", n*50_000) },
		"headings": func(n int) string {
			return strings.Repeat("<div><h2><a href=/x>A heading of the front page</a></h2><img src=/a.jpg><p>March 3, 2025</p><p>Some words of it.</p></div>", n*1_000)
		},
		"nested": func(n int) string {
			return strings.Repeat("<div>", 400) + strings.Repeat("<h2>A heading that is said again</h2><p>By Ada Quint</p>", n*1_000)
		},
	}
	for name, page := range pages {
		least := func(n int) time.Duration {
			content := []byte(page(n))
			best := time.Hour
			for range 3 {
				started := time.Now()
				_, _ = extract.Extract(content, extract.Context{})
				best = min(best, time.Since(started))
			}
			return best
		}
		once, more := least(1), least(4)
		for range 4 { // on a busy machine once more
			if more <= 9*once {
				break
			}
			once, more = least(1), least(4)
		}
		if t.Logf("%-15s %v, four times as long %v", name, once, more); more > 20*time.Millisecond && more > 9*once {
			t.Errorf("%s: took %v, and %v for four times as much", name, once, more)
		}
	}
}

// FuzzLines reads any text as plain lines: it must come back, with headlines and blocks that stand in the text.
func FuzzLines(f *testing.F) {
	a := news.Article{Headline: "The ferry to Orla sails again today", Language: "en", Blocks: []news.Block{{Role: news.RoleParagraph, Text: strings.Repeat("The boat left at dawn. ", 9)}}}
	for n, shape := range stacks.Shapes() {
		r := rand.New(rand.NewPCG(1, uint64(n)))
		for _, style := range stacks.Styles() {
			f.Add(string(stacks.Scrape(stacks.Write(shape, []news.Article{a, a}, r), style).Content))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		articles, err := extract.Extract([]byte(text), extract.Context{ContentType: "text/plain"})
		if err != nil && !errors.Is(err, news.ErrInvalid) {
			t.Fatalf("got an error that is not news.ErrInvalid: %v", err)
		}
		for i, a := range articles {
			if a.Part != i && len(articles) > 1 && a.Part < i {
				t.Errorf("article %d is part %d", i, a.Part)
			}
			for _, b := range a.Blocks {
				if b.Text == "" {
					t.Errorf("article %d has a block without words: %+v", i, b)
				}
			}
		}
	})
}
