package date_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/enrich/date"
	"nutgraf/internal/enrich/date/sets"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// language returns the folder of the collections of language; without it the test is skipped.
func language(t *testing.T) string {
	t.Helper()
	stories := golden.Stories()
	if stories == "" {
		t.Skip("the labelled collections are not there: set NUTGRAF_SHARED, or put them beside the project")
	}
	return filepath.Join(filepath.Dir(stories), "language")
}

// TestEventDaysQuality measures the day of events that people dated to the day, by mention: that of the sentence they stand in.
func TestEventDaysQuality(t *testing.T) {
	t.Parallel()
	dir := language(t)
	var b strings.Builder
	fmt.Fprintf(&b, "%-8s mentions  as old as the news  by sentence\n", "corpus")
	for _, name := range []string{"1", "trial"} {
		c, err := sets.SemEval(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		n, old, right := 0, 0, 0
		events := make([][]news.Event, len(c.Articles))
		for i, a := range c.Articles {
			p := text.Read(a.Text)
			events[i] = date.Events(p, "en", a.Published, date.Find(p, "en", a.Published))
		}
		seen := map[sets.Mention]bool{}
		for _, line := range c.Timelines {
			for _, e := range line.Events {
				for _, m := range e.Mentions {
					if len(e.Date) != 10 || strings.Contains(e.Date, "X") || seen[m] {
						continue
					}
					seen[m] = true
					n++
					a := c.Articles[m.Article]
					told := a.Published.Format(time.DateOnly)
					if told == e.Date {
						old++
					}
					for _, event := range events[m.Article] {
						if event.Start <= m.At && m.At < event.End {
							told = event.From.Format(time.DateOnly) // the first of two: what the main verb tells
							break
						}
					}
					if told == e.Date {
						right++
					} else if testing.Verbose() && m.At >= 0 {
						s := a.Text[strings.LastIndex(a.Text[:m.At], "\n")+1:]
						if name != "1" {
							s, _, _ = strings.Cut(s, "\n")
							fmt.Println(name, a.Published.Format(time.DateOnly), "gold", e.Date, "told", told, m.Word, "|", s)
						}
					}
				}
			}
		}
		fmt.Fprintf(&b, "%-8s %8d  %18.3f  %11.3f\n", name, n, float64(old)/float64(n), float64(right)/float64(n))
	}
	eventTimes(t, dir, &b)
	golden.Check(t, "events.txt", b.String())
}

// eventTimes measures whether events of one day in TimeBank lie before, on or after the day of publication.
func eventTimes(t *testing.T, dir string, b *strings.Builder) {
	t.Helper()
	texts, err := sets.TempEval(dir, "timebank")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(b, "TimeBank-EventTime, before, on or after the day of publication\n")
	for _, part := range []string{"dev", "test"} {
		times, err := sets.EventTimes(dir, part, texts)
		if err != nil {
			t.Fatal(err)
		}
		on, right := 0, 0
		for _, e := range times {
			labelled := texts[e.Text]
			p := text.Read(labelled.Text)
			told := "DCT"
			for _, event := range date.Events(p, "en", labelled.Published, date.Find(p, "en", labelled.Published)) {
				if event.Start > e.At || e.At >= event.End {
					continue
				}
				switch {
				case event.Ahead:
					told = "afterDCT"
				case event.From.Before(labelled.Published):
					told = "beforeDCT"
				}
				break
			}
			if e.When == "DCT" {
				on++
			}
			if e.When == told {
				right++
			}
		}
		fmt.Fprintf(b, "%-8s %8d  %18.3f  %11.3f\n", part, len(times), float64(on)/float64(len(times)), float64(right)/float64(len(times)))
	}
}
