package rank_test

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"nutgraf/internal/enrich"
	"nutgraf/internal/news"
	"nutgraf/internal/rank"
	"nutgraf/internal/story"
)

// TestQualityOfRankOnAStream groups a real day of news and looks at its pages every ten minutes: breaking news must be rare, and
// the page must move. The day does not belong to the project.
func TestQualityOfRankOnAStream(t *testing.T) {
	t.Parallel()
	list := stream(t)
	w, window := rank.Weights{}, story.New(story.Options{Score: rank.Score})
	stories := map[news.StoryID]news.Story{}
	breaking, leads := map[news.StoryID]string{}, map[news.StoryID]bool{}
	var trends []int
	take := func(g news.Grouping) {
		for from := range g.Merged {
			delete(stories, from)
		}
		for _, s := range g.Stories {
			stories[s.ID] = s
		}
	}
	begin := list[0].PublishedAt.Truncate(24 * time.Hour)
	next := 0
	for step := range 24 * 6 {
		now := begin.Add(time.Duration(step+1) * 10 * time.Minute)
		from := next
		for next < len(list) && !list[next].PublishedAt.After(now) {
			next++
		}
		take(window.Add(list[from:next]))
		if step%3 == 0 {
			take(window.Repair())
		}
		var all, best []news.Story
		for _, s := range stories {
			all = append(all, s)
		}
		for _, slot := range w.Top(all, now, news.Edition{}, "", 120) {
			best = append(best, slot.Story)
			if slot.Breaking {
				breaking[slot.Story.ID] = slot.Story.Headline
			}
		}
		if page := w.Front(best, now, news.Edition{}); len(page.Slots) > 0 {
			leads[page.Slots[0].Story.ID] = true
		}
		trends = append(trends, len(w.Trending(best, now, news.Edition{}, 99)))
	}
	slices.Sort(trends)
	t.Logf("%d articles, %d stories: %d led, %d were breaking %v, %d were trending at half of the hours, %d at most",
		len(list), len(stories), len(leads), len(breaking), breaking, trends[len(trends)/2], trends[len(trends)-1])
	if len(breaking) > 5 {
		t.Errorf("%d stories were breaking within a day, want at most 5", len(breaking))
	}
	if len(leads) < 4 {
		t.Errorf("%d stories led within a day, want at least 4", len(leads))
	}
	if most := trends[len(trends)-1]; most > 40 || trends[len(trends)/2] == 0 {
		t.Errorf("%d stories were trending at half of the hours, %d at most", trends[len(trends)/2], most)
	}
}

// stream reads the day, in the order of time.
func stream(t *testing.T) []news.Article {
	t.Helper()
	f := sharedDay()
	if f == nil {
		t.Skip("no shared/data/stories/stream-en beside the project and NUTGRAF_SHARED not set: the order of stories measured on invented preferences only")
	}
	defer f.Close()
	sites := map[string]news.SourceID{}
	var list []news.Article
	for lines := json.NewDecoder(f); ; {
		var d struct {
			Title, Text, Site, URL, Lang string
			Time                         time.Time
		}
		if err := lines.Decode(&d); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if sites[d.Site] == 0 {
			sites[d.Site] = news.SourceID(len(sites) + 1)
		}
		a := news.Article{ID: news.ArticleID(len(list) + 1), Headline: d.Title, URL: d.URL, PublishedAt: d.Time, SeenAt: d.Time,
			SourceID: sites[d.Site], Language: d.Lang, Blocks: []news.Block{{Role: news.RoleParagraph, Text: d.Text}}}
		list = append(list, enrich.Enrich(a, enrich.Hint{}))
	}
	slices.SortStableFunc(list, func(a, b news.Article) int { return a.PublishedAt.Compare(b.PublishedAt) })
	return list
}

// sharedDay opens the day where labelled collections lie: in NUTGRAF_SHARED, or in a folder named shared beside the project;
// nil when it is not there.
func sharedDay() *os.File {
	dirs := []string{os.Getenv("NUTGRAF_SHARED")}
	if wd, err := os.Getwd(); err == nil {
		for dir := wd; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			dirs = append(dirs, filepath.Join(filepath.Dir(dir), "shared"))
		}
	}
	for _, dir := range dirs {
		if f, err := os.Open(filepath.Join(dir, "data", "stories", "stream-en", "docs.jsonl")); dir != "" && err == nil {
			return f
		}
	}
	return nil
}
