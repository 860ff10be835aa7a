package extract_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/golden"
)

// TestMetadataPages reads the invented pages of testdata/meta, each with another kind of evidence.
func TestMetadataPages(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/meta/*.html")
	if err != nil || len(names) < 3 {
		t.Fatalf("got %d pages (%v), want at least 3", len(names), err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			page, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			articles, err := extract.Extract(page, extract.Context{URL: "https://herald.example/news/page", Now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
			if err != nil || len(articles) != 1 {
				t.Fatalf("got %d articles and %v", len(articles), err)
			}
			a := articles[0]
			golden.Check(t, strings.TrimPrefix(name, "testdata/")+".golden", fmt.Sprintf(
				"headline %s\nalternatives %q\nauthors %q\nagencies %q\npublished %s (day only: %v)\nupdated %s\nclues %+v\ncanonical %s\noutlet %s\nsection %q\nlanguage %s\npaywall %v\nrights %+v\nimage %+v\ntags %q\n",
				a.Headline, a.Alternatives, a.Authors, a.Agencies, stamp(a.PublishedAt), a.DateOnly, stamp(a.UpdatedAt), a.Clues, a.CanonicalURL, a.Outlet, a.Section, a.Language, a.Paywall, a.Rights, a.Image, a.Tags))
		})
	}
}
