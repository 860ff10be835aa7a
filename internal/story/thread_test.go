package story_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"nutgraf/internal/demo"
	"nutgraf/internal/news"
	"nutgraf/internal/story"
)

// toldStory is a story with the thread that people put it in; empty: it follows nothing.
type toldStory struct {
	story.Telling
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

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// linkAll links stories in batches and gives the thread of each.
func linkAll(t *story.Threads, told []toldStory, batch int) (map[news.StoryID]news.ThreadID, map[news.StoryID]news.StoryID) {
	threads, coverage := map[news.StoryID]news.ThreadID{}, map[news.StoryID]news.StoryID{}
	for some := range slices.Chunk(told, batch) {
		var tellings []story.Telling
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
			same := a.thread != "" && a.thread == b.thread
			ours := threads[a.Story.ID] != 0 && threads[a.Story.ID] == threads[b.Story.ID]
			switch {
			case same && ours:
				s.right++
			case ours:
				s.wrong++
				s.errors = append(s.errors, fmt.Sprintf("wrong: %s + %s", a.name, b.name))
			case same:
				s.missed++
				s.errors = append(s.errors, fmt.Sprintf("missed: %s + %s", a.name, b.name))
			}
		}
	}
	return s
}

func TestDemoThreads(t *testing.T) {
	told := demoTold(t)
	for _, batch := range []int{1000, 16, 1} {
		threads, _ := linkAll(story.NewThreads(story.ThreadOptions{}), told, batch)
		score := scoreThreads(told, threads)
		t.Logf("batch %d: %v", batch, score)
		if batch == 1000 {
			for _, e := range score.errors {
				t.Log(e)
			}
		}
	}
}
