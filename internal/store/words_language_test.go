package store_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// TestLanguages asks both engines what testdata/words tells: of each language some texts, and which of them a query finds.
// What is found shows where, unless nothing of it can be marked.
func TestLanguages(t *testing.T) {
	files, err := filepath.Glob("testdata/words/*.txt")
	check(t, err)
	if len(files) < 20 {
		t.Fatalf("there are %d files", len(files))
	}
	eachEngine(t, func(t *testing.T, s *store.Store) {
		type question struct{ file, query, want string }
		var asked []question
		n := 0
		for _, file := range files {
			content, err := os.ReadFile(file)
			check(t, err)
			name := strings.TrimSuffix(filepath.Base(file), ".txt")
			language := ""
			for line := range strings.Lines(string(content)) {
				line = strings.TrimSpace(line)
				query, want, asks := strings.Cut(line, " =")
				tag, tells := strings.CutPrefix(line, "language:")
				switch {
				case strings.HasPrefix(line, "#"):
				case tells:
					language = strings.TrimSpace(tag)
				case asks:
					for _, article := range strings.Fields(want) {
						query := question{name, query, name + " " + article}
						if last := len(asked) - 1; last >= 0 && asked[last].file == name && asked[last].query == query.query {
							asked[last].want += "," + query.want
							continue
						}
						asked = append(asked, query)
					}
					if strings.TrimSpace(want) == "" {
						asked = append(asked, question{name, query, ""})
					}
				default:
					article, words, _ := strings.Cut(line, ":")
					n++
					save(t, s, n, name+" "+article, language, words)
				}
			}
		}
		for _, q := range asked {
			var got []string
			for _, hit := range search(t, s, q.query) {
				if !strings.HasPrefix(hit.Article.Headline, q.file+" ") {
					continue // the same word in another language
				}
				got = append(got, hit.Article.Headline)
				if len(hit.Matches) == 0 {
					t.Errorf("%s: %q marks nothing in %q", q.file, q.query, hit.Snippet)
				}
				wellMarked(t, hit.Snippet, hit.Matches)
			}
			slices.Sort(got)
			if got := strings.Join(got, ","); got != q.want {
				t.Errorf("%s: %q found %q, want %q", q.file, q.query, got, q.want)
			}
		}
	})
}

// save makes an article of a text in a language.
func save(tb testing.TB, s *store.Store, n int, headline, language, words string, authors ...string) {
	tb.Helper()
	_, err := s.ImportEntries(context.Background(), []news.Entry{entry("a.example", n)}, noon)
	check(tb, err)
	read(tb, s, func(w news.Work) []news.Article {
		a := plain(w, words)
		a.Headline, a.Language, a.PublishedAt = headline, language, noon.Add(time.Duration(n)*time.Minute)
		a.Authors = append(a.Authors, authors...)
		return []news.Article{a}
	})
}

// wellMarked tells whether matches are rising parts of a snippet, between characters.
func wellMarked(tb testing.TB, snippet string, matches [][2]int) {
	tb.Helper()
	end := 0
	for _, m := range matches {
		if m[0] < end || m[1] <= m[0] || m[1] > len(snippet) || !utf8.ValidString(snippet[m[0]:m[1]]) {
			tb.Errorf("the matches %v of %q", matches, snippet)
			return
		}
		end = m[1]
	}
}
