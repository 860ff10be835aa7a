package extract_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/golden"
)

// TestScoreboard measures the invented pages against testdata/gold.jsonl and keeps the figures in testdata/quality.txt.
func TestScoreboard(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var pages, split, headlines, headlinesRight, authorsRight, dates, datesRight, with, kept, without, leaked int
	for lines := bufio.NewScanner(file); lines.Scan(); pages++ {
		var want struct {
			Page                                     string
			Headlines, Authors, Dates, With, Without []string
		}
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		page, err := os.ReadFile(filepath.Join("testdata", "pages", want.Page))
		if err != nil {
			t.Fatal(err)
		}
		articles, err := extract.Extract(page, extract.Context{URL: "https://herald.example/page"})
		if err != nil {
			t.Fatal(err)
		}
		if len(articles) == len(want.Headlines) {
			split++
		}
		var gotHeadlines, gotAuthors, gotDates, body []string
		for _, a := range articles {
			gotHeadlines = append(gotHeadlines, a.Headline)
			gotAuthors = append(gotAuthors, a.Authors...)
			gotDates = append(gotDates, a.PublishedAt.Format(time.DateOnly))
			body = append(body, a.Text())
		}
		if slices.Equal(gotAuthors, want.Authors) || len(gotAuthors)+len(want.Authors) == 0 {
			authorsRight++
		}
		count := func(in, of []string) int {
			return len(slices.DeleteFunc(slices.Clone(of), func(s string) bool { return !slices.Contains(in, s) }))
		}
		headlines, headlinesRight = headlines+len(want.Headlines), headlinesRight+count(gotHeadlines, want.Headlines)
		dates, datesRight = dates+len(want.Dates), datesRight+count(gotDates, want.Dates)
		text := strings.Join(body, "\n\n")
		for _, s := range want.With {
			if with++; strings.Contains(text, s) {
				kept++
			}
		}
		for _, s := range want.Without {
			if without++; strings.Contains(text, s) {
				leaked++
			}
		}
	}
	if pages < 4 {
		t.Fatalf("got %d pages, want at least 4", pages)
	}
	golden.Check(t, "quality.txt", fmt.Sprintf("pages %d\narticles counted right %d\nheadlines %d of %d\nauthor sets %d of %d\ndates %d of %d\nsnippets kept %d of %d\nfurniture leaked %d of %d\n",
		pages, split, headlinesRight, headlines, authorsRight, pages, datesRight, dates, kept, with, leaked, without))
}
