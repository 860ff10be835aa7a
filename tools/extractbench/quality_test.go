package extractbench

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"nutgraf/internal/text"
)

// score is sums over the pages of a set.
type score struct {
	pages, texts, none           int
	f1, precision, recall        float64
	titles, titled, dates, dated int
	leaked, captions, poor       int
}

// TestQualityBesidePeers prints the table of all contenders; it asserts that each read pages. "Nutgraf" judges each page by
// weights that were trained without the page's site; "Nutgraf, seen" by the built-in ones, which were trained on these sets too.
func TestQualityBesidePeers(t *testing.T) {
	if !testing.Verbose() {
		t.Skip("a table for go test -v")
	}
	for _, set := range sets {
		pages := read(t, set, 0)
		all := contenders()
		t.Logf("%s, %d pages%*s      F1  precision  recall  F1<.5   title    date  captions leaked  nothing", set, len(pages), 22-len(set), "")
		for i, s := range measured(pages, all) {
			if s.f1 == 0 {
				t.Errorf("%s: %s reads no page", set, all[i].name)
			}
			t.Logf("  %-16s %v", all[i].name, s)
		}
	}
}

// measured lets all contenders read all pages.
func measured(pages []*labelled, all []contender) []*score {
	scores := make([]*score, len(all))
	for i := range scores {
		scores[i] = &score{}
	}
	var lock sync.Mutex
	var wait sync.WaitGroup
	todo := make(chan *labelled)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for g := range todo {
				for i, c := range all {
					f := c.read(g.page, g.URL)
					lock.Lock()
					scores[i].add(g, f)
					lock.Unlock()
				}
			}
		})
	}
	for _, g := range pages {
		todo <- g
	}
	close(todo)
	wait.Wait()
	return scores
}

func (s *score) add(g *labelled, f found) {
	s.pages++
	if f.text == "" {
		s.none++
	}
	if want := g.text(); want != "" {
		s.texts++
		precision, recall, f1 := shingles(f.text, want)
		s.precision, s.recall, s.f1 = s.precision+precision, s.recall+recall, s.f1+f1
		if f1 < .5 {
			s.poor++
		}
	}
	if g.Title != "" {
		s.titled++
		if plain(f.title) == plain(g.Title) {
			s.titles++
		}
	}
	if want := g.day(); want != "" {
		s.dated++
		if f.date.Format(time.DateOnly) == want || f.date.UTC().Format(time.DateOnly) == want {
			s.dates++
		}
	}
	for _, image := range g.Images {
		if words := strings.Fields(image.Caption); len(words) >= 8 {
			start := strings.Join(words[:8], " ")
			s.captions++
			if strings.Contains(f.text, start) && !strings.Contains(g.text(), start) {
				s.leaked++
			}
		}
	}
}

func (s *score) String() string {
	n := float64(max(1, s.texts))
	return fmt.Sprintf("%6.3f  %9.3f  %6.3f  %5d  %s  %s  %15s  %7d", s.f1/n, s.precision/n, s.recall/n, s.poor,
		part(s.titles, s.titled), part(s.dates, s.dated), part(s.leaked, s.captions), s.none)
}

func part(some, all int) string {
	if all == 0 {
		return "     -"
	}
	return fmt.Sprintf("%6.3f", float64(some)/float64(all))
}

func plain(s string) string { return strings.Join(text.Terms(s), " ") }

// shingles compares two texts by their multisets of four words in a row, as public benchmarks of extractors do.
func shingles(got, want string) (precision, recall, f1 float64) {
	g, w := fours(got), fours(want)
	common, gn, wn := 0, 0, 0
	for s, n := range g {
		gn += n
		common += min(n, w[s])
	}
	for _, n := range w {
		wn += n
	}
	if common == 0 {
		return 0, 0, 0
	}
	precision, recall = float64(common)/float64(gn), float64(common)/float64(wn)
	return precision, recall, 2 * precision * recall / (precision + recall)
}

func fours(s string) map[string]int {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	all := map[string]int{}
	for i := range max(1, len(words)-3) {
		all[strings.Join(words[i:min(len(words), i+4)], " ")]++
	}
	return all
}
