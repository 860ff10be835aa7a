package store

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text/stem"
)

// TestRelevance holds rank to the orders in testdata/relevance.txt.
func TestRelevance(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("testdata/relevance.txt")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2031, 5, 17, 12, 0, 0, 0, time.UTC)
	var search string
	var wanted []candidate
	cases := 0
	check := func() {
		if search == "" {
			return
		}
		cases++
		q, err := query.Parse(search)
		if err != nil || len(wanted) < 2 {
			t.Fatalf("%s: %d articles, %v", search, len(wanted), err)
		}
		got := slices.Clone(wanted)
		slices.Reverse(got)
		rank(wishes(q, stem.Every), got, now)
		for i := range got {
			if got[i].id != wanted[i].id {
				var order strings.Builder
				for _, c := range got {
					fmt.Fprintf(&order, "\n  %.2f %v | %s", c.score, now.Sub(timeAt(c.pos)), c.headline)
				}
				t.Errorf("%q: got%s", search, &order)
				return
			}
		}
	}
	for line := range strings.Lines(string(file)) {
		line = strings.TrimSpace(line)
		if asked, ok := strings.CutPrefix(line, "? "); ok {
			check()
			search, wanted = asked, nil
		} else if line != "" && line[0] != '#' {
			id := news.ArticleID(len(wanted) + 1)
			parts := strings.Split(line, " | ")
			if len(parts) != 5 {
				t.Fatalf("%q: want five parts", line)
			}
			wanted = append(wanted, candidate{
				id: id, story: news.StoryID(id), pos: posOf(now.Add(-ageOf(t, parts[0])), id), language: "en", voices: int(numberOf(t, parts[1])), weight: numberOf(t, parts[2]),
				headline: parts[3], summary: parts[4],
			})
		}
	}
	check()
	if cases < 10 {
		t.Errorf("only %d cases were found", cases)
	}
}

func ageOf(t *testing.T, age string) time.Duration {
	t.Helper()
	unit := map[byte]time.Duration{'h': time.Hour, 'd': 24 * time.Hour, 'y': 365 * 24 * time.Hour}[age[len(age)-1]]
	return time.Duration(numberOf(t, age[:len(age)-1])) * unit
}

func numberOf(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestGather: a story's articles stand together, no more than a few, and the rest of it comes after all others.
func TestGather(t *testing.T) {
	t.Parallel()
	var ranked []candidate
	for i, story := range []news.StoryID{1, 1, 2, 1, 0, 1, 0, 2, 1} {
		ranked = append(ranked, candidate{id: news.ArticleID(i + 1), story: story})
	}
	gathered, groups := gather(ranked, 2)
	var got []string
	at := 0
	for _, n := range groups {
		var ids []string
		for _, c := range gathered[at : at+n] {
			ids = append(ids, c.id.String())
		}
		got = append(got, strings.Join(ids, " "))
		at += n
	}
	if got, want := strings.Join(got, ", "), "1 2, 3 8, 5, 7, 4 6, 9"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, c := range []struct{ offset, limit, want int }{{0, 3, 2}, {0, 4, 4}, {0, 1, 1}, {1, 1, 2}, {2, 3, 5}, {4, 100, 9}, {9, 5, 9}} {
		if got := pageEnd(groups, c.offset, c.limit); got != c.want {
			t.Errorf("a page of %d from %d ends at %d, want %d", c.limit, c.offset, got, c.want)
		}
	}
}
