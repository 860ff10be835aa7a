package ledger_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/enrich/date"
	"nutgraf/internal/enrich/date/sets"
	"nutgraf/internal/golden"
	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// TestTimelineQuality measures timelines of SemEval-2015 task 4 (Minard et al. 2015). For each target the happenings are what
// the sentences report that name it, or that the gold says are about it (which sentences are about a target is not what is measured here), and
// so many lines are chosen as the gold has days. "days" is the F1 of the chosen days; "lines" counts a line only when in
// its sentence the gold has an event of that day; "dated" is the F1 of the days of all sentences that the gold gives a day, before any is chosen. Beside
// "days" stands what the days of publication give when those with the most sentences are chosen. The collection "trial" was used in development, "1" was not.
func TestTimelineQuality(t *testing.T) {
	t.Parallel()
	stories := golden.Stories()
	if stories == "" {
		t.Skip("the labelled collections are not there: set NUTGRAF_SHARED, or put them beside the project")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "corpus  timelines  days of the gold  days F1  (publication)  lines F1  dated P      R      F1\n")
	for _, name := range []string{"1", "trial"} {
		c, err := sets.SemEval(filepath.Join(filepath.Dir(stories), "language"), name)
		if err != nil {
			t.Fatal(err)
		}
		var n, days, old, right, pairs, golds, tolds int
		lines := 0
		reported := happeningsOf(c)
		for _, line := range c.Timelines {
			gold := goldOf(c, line)
			if len(gold.days) == 0 {
				continue
			}
			n++
			days += len(gold.days)
			var about, published []news.Happening
			for _, h := range reported {
				if !gold.about[spot{h.Article, h.At.Start}] && !strings.Contains(h.Sentence, line.Target) {
					continue
				}
				about = append(about, h)
				p := h
				p.From, p.Dated, p.Weight = h.PublishedAt, true, .5
				p.Until = p.From.AddDate(0, 0, 1)
				published = append(published, p)
				if gold.known[spot{h.Article, h.At.Start}] && h.Until.Sub(h.From) == 24*time.Hour {
					tolds++
					if gold.pairs[dated{h.From.Format(time.DateOnly), spot{h.Article, h.At.Start}}] {
						pairs++
					}
				}
			}
			golds += len(gold.pairs)
			for _, h := range ledger.Timeline(about, len(gold.days)) {
				day := h.From.Format(time.DateOnly)
				if gold.days[day] && h.Until.Sub(h.From) == 24*time.Hour {
					right++
				}
				if gold.pairs[dated{day, spot{h.Article, h.At.Start}}] {
					lines++
				}
			}
			for _, h := range ledger.Timeline(published, len(gold.days)) {
				if gold.days[h.From.Format(time.DateOnly)] {
					old++
				}
			}
		}
		p, r := float64(pairs)/float64(tolds), float64(pairs)/float64(golds)
		fmt.Fprintf(&b, "%-8s %8d  %16d  %7.3f  %13.3f  %8.3f  %7.3f  %.3f  %.3f\n", name, n, days, float64(right)/float64(days),
			float64(old)/float64(days), float64(lines)/float64(days), p, r, 2*p*r/(p+r))
	}
	golden.Check(t, "timeline.txt", b.String())
}

// spot is where a sentence begins.
type spot struct {
	article news.ArticleID
	start   int
}

type dated struct {
	day string
	spot
}

// gold is what people say of a target: the days, the sentences, and which belong together.
type gold struct {
	days  map[string]bool
	about map[spot]bool
	known map[spot]bool // those that have a day
	pairs map[dated]bool
}

func goldOf(c sets.Corpus, line sets.Timeline) gold {
	g := gold{map[string]bool{}, map[spot]bool{}, map[spot]bool{}, map[dated]bool{}}
	for _, e := range line.Events {
		for _, m := range e.Mentions {
			if m.At < 0 {
				continue
			}
			s := spot{news.ArticleID(m.Article + 1), sentenceStart(c.Articles[m.Article].Text, m.At)}
			g.about[s] = true
			if len(e.Date) == 10 && !strings.Contains(e.Date, "X") {
				g.days[e.Date] = true
				g.pairs[dated{e.Date, s}] = true
				g.known[s] = true
			}
		}
	}
	return g
}

func sentenceStart(s string, at int) int {
	p := text.Read(s)
	return p.Sentences[min(p.SentenceAt(at), len(p.Sentences)-1)].Span.Start
}

// happeningsOf is what the articles of a corpus report.
func happeningsOf(c sets.Corpus) []news.Happening {
	var all []news.Happening
	for i, a := range c.Articles {
		p := text.Read(a.Text)
		for _, e := range date.Events(p, "en", a.Published, date.Find(p, "en", a.Published)) {
			all = append(all, news.Happening{From: e.From, Until: e.Until, Ahead: e.Ahead, Dated: e.Date >= 0, Sentence: e.In(a.Text), At: e.Range,
				Weight: e.Weight, Articles: 1, Article: news.ArticleID(i + 1), PublishedAt: a.Published})
		}
	}
	return all
}
