package enrich_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/news"
)

// label is one line of testdata/understanding.
type label struct {
	kind, who   string
	forms       []string
	role        string
	first, last string // words of a quotation
	told        string
}

// labelled is an article with what a reader understands.
type labelled struct {
	item   demo.Item
	story  int
	labels []label
}

// readLabels reads all labels. It fails where they do not fit the press.
func readLabels(t *testing.T) (articles []labelled, stories int) {
	t.Helper()
	anchor := time.Date(2031, 5, 14, 12, 0, 0, 0, time.UTC)
	press, err := demo.New(demo.Options{Now: anchor, Published: func() time.Time { return anchor.AddDate(0, 0, 1) }})
	if err != nil {
		t.Fatal(err)
	}
	items := map[string]demo.Item{}
	for _, item := range press.Articles() {
		items[item.ID()] = item
	}
	files, err := filepath.Glob("testdata/understanding/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no labels: %v", err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for number, line := range strings.Split(string(b), "\n") {
			kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
			switch kind {
			case "", "#":
			case "story":
				stories++
			case "article":
				item, ok := items[rest]
				if !ok {
					t.Fatalf("%s:%d: no article %q in the press", file, number+1, rest)
				}
				articles = append(articles, labelled{item: item, story: stories})
			default:
				a := &articles[len(articles)-1]
				l := readLabel(kind, rest)
				if problem := l.check(a.item); problem != "" {
					t.Fatalf("%s:%d: %s: %s", file, number+1, a.item.ID(), problem)
				}
				if l.shown(a.item.Text()) {
					a.labels = append(a.labels, l)
				}
			}
		}
	}
	return articles, stories
}

func readLabel(kind, rest string) label {
	who, rest, _ := strings.Cut(rest, " ")
	l := label{kind: kind, who: who}
	if kind == "quote" {
		rest, l.told, _ = strings.Cut(rest, " > ")
		l.first, l.last, _ = strings.Cut(rest, " ~ ")
		return l
	}
	rest, l.role, _ = strings.Cut(rest, " = ")
	l.forms = strings.Split(rest, ", ")
	return l
}

// check says what is wrong with a label; nothing may be missing but behind a paywall.
func (l label) check(item demo.Item) string {
	body := item.Text()
	if item.Truncated {
		return ""
	}
	switch l.kind {
	case "quote":
		if l.find(body).End == 0 {
			return fmt.Sprintf("no quotation %q ~ %q", l.first, l.last)
		}
		return ""
	case "person", "organisation", "place":
	default:
		return "no such kind of line: " + l.kind
	}
	if !strings.Contains(body, l.role) {
		return fmt.Sprintf("no role %q", l.role)
	}
	for _, form := range l.forms {
		if !strings.Contains(body, form) {
			return fmt.Sprintf("no name %q", form)
		}
	}
	return ""
}

// shown reports whether what a label says is before the paywall; a role behind it is left out.
func (l *label) shown(body string) bool {
	if l.kind == "quote" {
		return l.find(body).End > 0
	}
	if !strings.Contains(body, l.role) {
		l.role = ""
	}
	return strings.Contains(body, l.forms[0])
}

// find returns where a quotation stands.
func (l label) find(body string) news.Range {
	start := strings.Index(body, l.first)
	if start < 0 {
		return news.Range{}
	}
	end := start + len(l.first)
	if l.last != "" {
		at := strings.Index(body[end:], l.last)
		if at < 0 {
			return news.Range{}
		}
		end += at + len(l.last)
	}
	return news.Range{Start: start, End: end}
}
