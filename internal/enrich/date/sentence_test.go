package date_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/enrich/date"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// published is the day on which the sentences are read, a Thursday.
var published = time.Date(2024, 2, 1, 12, 0, 0, 0, time.UTC)

// TestSentences reads sentences of our own, in each language, and wants the expressions that are marked in them.
func TestSentences(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/sentences/*.txt")
	if err != nil || len(files) < 8 {
		t.Fatalf("got %d files of sentences, want 8 (%v)", len(files), err)
	}
	for _, file := range files {
		language := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for line := range strings.Lines(string(b)) {
				line = strings.TrimSpace(line)
				if line == "" || line[0] == '#' {
					continue
				}
				n++
				sentence, want := marked(t, line)
				got := told(sentence, date.Find(text.Read(sentence), language, published), want)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", sentence, diff)
				}
			}
			if least := map[string]int{"en": 40, "xx": 3}[language]; n < max(least, 3) || least == 0 && n < 15 {
				t.Errorf("only %d sentences", n)
			}
		})
	}
}

// marked takes the marks out of a line: "on [Tuesday|date 2024-01-30]".
func marked(t *testing.T, line string) (sentence string, marks []string) {
	t.Helper()
	var b strings.Builder
	for {
		before, rest, more := strings.Cut(line, "[")
		b.WriteString(before)
		if !more {
			return b.String(), marks
		}
		inside, after, closed := strings.Cut(rest, "]")
		words, meaning, parted := strings.Cut(inside, "|")
		if !closed || !parted {
			t.Fatalf("no mark: %s", line)
		}
		b.WriteString(words)
		marks = append(marks, words+" | "+meaning)
		line = after
	}
}

// told writes dates as marks; with the days where the mark has them.
func told(s string, dates []news.Date, want []string) (marks []string) {
	for i, d := range dates {
		m := d.In(s) + " | " + string(d.Type) + " " + d.Value
		if i < len(want) && strings.Count(want[i][strings.LastIndex(want[i], "|"):], " ") > 2 && !d.From.IsZero() {
			m += " " + d.From.Format(time.DateOnly) + " " + d.Until.AddDate(0, 0, -1).Format(time.DateOnly)
		}
		marks = append(marks, m)
	}
	return marks
}
