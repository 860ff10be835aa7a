package number_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nutgraf/internal/enrich/number"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// wanted is a figure as people read it.
type wanted struct {
	kind      string
	low, high float64
	bound     news.Bound
	unit      string
	subject   string
}

func (w wanted) is(n news.Number) bool {
	return w.kind == string(n.Kind) && w.low == n.Value && w.high == n.High && w.bound == n.Bound && w.unit == n.Unit
}

type sentence struct {
	language, text string
	figures        []wanted
}

func figures(t *testing.T, path string) []sentence {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []sentence
	language := ""
	for line := range strings.Lines(string(file)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			language = strings.Trim(line, "[]")
		case line[0] != '>':
			all = append(all, sentence{language: language, text: line})
		default:
			s := &all[len(all)-1]
			s.figures = append(s.figures, want(t, line))
		}
	}
	return all
}

func want(t *testing.T, line string) wanted {
	t.Helper()
	fields := strings.Fields(line)
	w := wanted{kind: fields[1], unit: strings.Trim(fields[3], "-"), subject: strings.Join(fields[4:], " ")}
	value := fields[2]
	for mark, bound := range map[string]news.Bound{">=": news.BoundAtLeast, "<=": news.BoundAtMost, "~": news.BoundAbout} {
		if v, ok := strings.CutPrefix(value, mark); ok {
			value, w.bound = v, bound
		}
	}
	low, high, ranged := strings.Cut(value, "..")
	if !ranged {
		high = low
	}
	var err error
	if w.low, err = strconv.ParseFloat(low, 64); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	if w.high, err = strconv.ParseFloat(high, 64); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	return w
}

// TestQualityOfFigures holds how many figures of our own sentences are found, and how many of those found are right:
// kind, value, bound and unit; and the share of these with the right subject. What goes wrong is listed.
func TestQualityOfFigures(t *testing.T) {
	t.Parallel()
	table := "Sentences by which the rules were made:\n\n" + score(t, "testdata/figures.txt") + "\nSentences written later; of the English ones 87 % of what was found was right when first read, and 82 % was found:\n\n" + score(t, "testdata/later.txt")
	t.Log("\n" + table)
	golden.Check(t, "quality.txt", table)
}

// score reads each sentence of a file, and compares.
func score(t *testing.T, path string) string {
	t.Helper()
	type sums struct{ sentences, wanted, found, right, subject, worded int }
	var table, wrong strings.Builder
	var order []string
	all := map[string]*sums{}
	for _, s := range figures(t, path) {
		c := all[s.language]
		if c == nil {
			c = &sums{}
			all[s.language] = c
			order = append(order, s.language)
		}
		found := number.Find(text.Read(s.text), s.language, nil, nil)
		c.sentences++
		c.wanted += len(s.figures)
		c.found += len(found)
		for _, w := range s.figures {
			at := slices.IndexFunc(found, w.is)
			if at < 0 {
				fmt.Fprintf(&wrong, "%s: missed %s %v..%v %s %s: %s\n", s.language, w.kind, w.low, w.high, w.bound, w.unit, s.text)
				continue
			}
			c.right++
			if w.subject != "-" {
				if c.worded++; strings.Contains(found[at].Subject, w.subject) {
					c.subject++
				} else {
					fmt.Fprintf(&wrong, "%s: subject %q, not %q: %s\n", s.language, found[at].Subject, w.subject, s.text)
				}
			}
			found = slices.Delete(found, at, at+1)
		}
		for _, n := range found {
			fmt.Fprintf(&wrong, "%s: wrong %s %v..%v %s %s %q: %s\n", s.language, n.Kind, n.Value, n.High, n.Bound, n.Unit, n.Subject, s.text)
		}
	}
	for _, l := range order {
		c := all[l]
		fmt.Fprintf(&table, "%s: %d sentences, %d figures  precision %.3f  recall %.3f  subject %.3f\n", l, c.sentences, c.wanted,
			float64(c.right)/float64(max(1, c.found)), float64(c.right)/float64(max(1, c.wanted)), float64(c.subject)/float64(max(1, c.worded)))
	}
	return table.String() + "\n" + wrong.String()
}
