package thread_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/thread"
)

// toldStory is a story with the thread that people put it in; empty: it follows nothing.
type toldStory struct {
	thread.Telling
	name   string
	thread string
}

// demoTold are the events of the demo press, each in each of its languages a story.
func demoTold(tb testing.TB) []toldStory {
	tb.Helper()
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	press, err := demo.New(demo.Options{Now: now, Published: func() time.Time { return now.Add(48 * time.Hour) }})
	if err != nil {
		tb.Fatal(err)
	}
	byKey := map[string]*toldStory{}
	var all []*toldStory
	items := press.Articles()
	slices.Reverse(items)
	for i, item := range items {
		if len(item.Stacked) > 0 {
			continue
		}
		key := item.Event + "/" + item.Language
		s := byKey[key]
		if s == nil {
			s = &toldStory{name: key, thread: item.Thread}
			s.Story = news.Story{ID: news.StoryID(len(all) + 1), Headline: item.Headline, Language: item.Language, FirstSeenAt: item.PublishedAt}
			byKey[key] = s
			all = append(all, s)
		}
		s.Story.Articles++
		s.Story.UpdatedAt = item.PublishedAt
		a := news.Article{ID: news.ArticleID(i + 1), SourceID: 1, Headline: item.Headline, Language: item.Language, Blocks: item.Blocks, PublishedAt: item.PublishedAt, SeenAt: item.PublishedAt, Summary: item.Summary, Image: news.Image{URL: item.Image}}
		s.Articles = append(s.Articles, a)
	}
	list := make([]toldStory, len(all))
	for i, s := range all {
		list[i] = *s
	}
	return list
}

// threadScore is how well threads were found: pairs of stories in one thread, and of threads.
type threadScore struct {
	right, wrong, missed int
	errors               []string
}

func (s threadScore) String() string {
	p, r := ratio(s.right, s.right+s.wrong), ratio(s.right, s.right+s.missed)
	return fmt.Sprintf("precision %.3f recall %.3f F1 %.3f (%d pairs right, %d wrong, %d missed)", p, r, 2*p*r/max(p+r, 1e-9), s.right, s.wrong, s.missed)
}

// count takes in one pair.
func (s *threadScore) count(same, ours bool, pair string) {
	switch {
	case same && ours:
		s.right++
	case ours:
		s.wrong++
		s.errors = append(s.errors, "wrong: "+pair)
	case same:
		s.missed++
		s.errors = append(s.errors, "missed: "+pair)
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// linkAll links stories in batches and gives the thread of each.
func linkAll(t *thread.Threads, told []toldStory, batch int) (map[news.StoryID]news.ThreadID, map[news.StoryID]news.StoryID) {
	threads, coverage := map[news.StoryID]news.ThreadID{}, map[news.StoryID]news.StoryID{}
	for some := range slices.Chunk(told, batch) {
		var tellings []thread.Telling
		for _, s := range some {
			tellings = append(tellings, s.Telling)
		}
		for _, l := range t.Link(tellings, nil).Stories {
			threads[l.Story], coverage[l.Story] = l.Thread, l.Coverage
		}
	}
	return threads, coverage
}

func scoreThreads(told []toldStory, threads map[news.StoryID]news.ThreadID) (s threadScore) {
	for i, a := range told {
		for _, b := range told[:i] {
			if a.Story.Language != b.Story.Language {
				continue
			}
			s.count(a.thread != "" && a.thread == b.thread, threads[a.Story.ID] != 0 && threads[a.Story.ID] == threads[b.Story.ID], a.name+" + "+b.name)
		}
	}
	return s
}

// inventedTold are the stories of a file in testdata: blocks of a head line (gold, language, day or hour), a headline and text.
func inventedTold(tb testing.TB, file string, unit time.Duration) []toldStory {
	tb.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		tb.Fatal(err)
	}
	var told []toldStory
	for block := range strings.SplitSeq(string(data), "\n\n") {
		lines := strings.SplitN(strings.TrimSpace(block), "\n", 3)
		if len(lines) < 3 || strings.HasPrefix(block, "#") {
			continue
		}
		head := strings.Fields(lines[0])
		n, err := strconv.Atoi(head[2])
		if err != nil {
			tb.Fatalf("%s: %q: %v", file, lines[0], err)
		}
		at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(n) * unit)
		id := news.StoryID(len(told) + 1)
		s := toldStory{name: head[0] + "/" + head[1] + "/" + head[2], thread: strings.Trim(head[0], "-")}
		s.Story = news.Story{ID: id, Headline: lines[1], Language: head[1], FirstSeenAt: at, UpdatedAt: at, Articles: 1, Sources: 1}
		s.Articles = []news.Article{{ID: news.ArticleID(id), SourceID: 1, Headline: lines[1], Language: head[1], PublishedAt: at, SeenAt: at,
			Blocks: []news.Block{{Role: news.RoleParagraph, Text: strings.ReplaceAll(lines[2], "\n", " ")}}}}
		told = append(told, s)
	}
	if len(told) < 20 {
		tb.Fatalf("%s: %d stories only", file, len(told))
	}
	slices.SortFunc(told, func(a, b toldStory) int { return a.Story.FirstSeenAt.Compare(b.Story.FirstSeenAt) })
	return told
}

// scoreCoverage compares stories of different languages.
func scoreCoverage(told []toldStory, coverage map[news.StoryID]news.StoryID) (s threadScore) {
	for i, a := range told {
		for _, b := range told[:i] {
			if a.Story.Language == b.Story.Language {
				continue
			}
			s.count(a.thread != "" && a.thread == b.thread, coverage[a.Story.ID] != 0 && coverage[a.Story.ID] == coverage[b.Story.ID], a.name+" + "+b.name)
		}
	}
	return s
}

// TestThreadQuality keeps the scoreboard of threads and coverage: pairs of stories rightly and wrongly linked. The demo press was
// looked at when the cuts were chosen; the invented stories were written afterwards.
func TestThreadQuality(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	told, invented, abroad := demoTold(t), inventedTold(t, "threads.txt", 24*time.Hour), inventedTold(t, "coverage.txt", time.Hour)
	for _, batch := range []int{1000, 16, 1} {
		for _, set := range []struct {
			name string
			told []toldStory
		}{{"demo press", told}, {"invented threads", invented}, {"both together", together(told, invented)}} {
			threads, _ := linkAll(thread.New(thread.Options{}), set.told, batch)
			score := scoreThreads(set.told, threads)
			fmt.Fprintf(&b, "threads   %-17s batches of %-5d %v\n", set.name, batch, score)
			t.Log(set.name, batch, strings.Join(score.errors, "; "))
		}
		for _, set := range []struct {
			name string
			told []toldStory
		}{{"invented coverage", abroad}, {"demo press", told}} {
			_, coverage := linkAll(thread.New(thread.Options{}), set.told, batch)
			if set.name == "demo press" {
				set.told = slices.Clone(set.told)
				for i := range set.told {
					set.told[i].thread, _, _ = strings.Cut(set.told[i].name, "/")
				}
			}
			score := scoreCoverage(set.told, coverage)
			fmt.Fprintf(&b, "coverage  %-17s batches of %-5d %v\n", set.name, batch, score)
			t.Log(set.name, batch, strings.Join(score.errors, "; "))
		}
	}
	golden.Check(t, "quality.txt", b.String())
}

// together are two lists of stories as one, with numbers of their own.
func together(lists ...[]toldStory) (all []toldStory) {
	for _, list := range lists {
		for _, s := range list {
			s.Story.ID = news.StoryID(len(all) + 1)
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(a, b toldStory) int { return a.Story.FirstSeenAt.Compare(b.Story.FirstSeenAt) })
	return all
}
