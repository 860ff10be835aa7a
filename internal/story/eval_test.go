package story_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/text"
)

// labelled is an article with the story that people put it in.
type labelled struct {
	news.Article
	gold string
}

// sharedSets are labelled collections that do not belong to the project, and the best B³ F1 of a tuned baseline.
var sharedSets = []struct {
	name, file string
	baseline   float64 // TF-IDF words, single pass, one threshold for all
	batch      float64 // batch average linkage with pairs, best threshold of each set
}{
	{"stream-en", "stream-en/docs.jsonl", 0, 0},
	{"ecbplus", "ecbplus/docs.jsonl", .890, .908},
	{"wikinews-medium", "wikinews-medium/wikinews_medium.jsonl", .877, .909},
	{"vmds", "vmds/docs.jsonl", .810, .945},
}

// TestSharedQuality prints how well the window groups labelled collections, when they are there.
func TestSharedQuality(t *testing.T) {
	dir := sharedStories()
	if dir == "" {
		t.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set: grouping measured on the committed corpus only")
	}
	t.Logf("%-16s %6s %6s %6s | %5s %5s %5s | %5s %5s %5s | %s", "set", "docs", "gold", "ours", "B³ P", "R", "F1", "pairs", "R", "F1", "baseline, batch")
	for _, set := range sharedSets {
		docs, err := loadLabelled(filepath.Join(dir, set.file))
		if err != nil {
			t.Fatal(err)
		}
		if len(docs) == 0 {
			t.Fatalf("%s: no articles", set.file)
		}
		s := measure(docs, groupAll(docs, 256))
		t.Logf("%-16s %6d %6d %6d | %.3f %.3f %.3f | %.3f %.3f %.3f | %.3f %.3f", set.name, s.docs, s.gold, s.ours,
			s.b3P, s.b3R, f1(s.b3P, s.b3R), s.pairP, s.pairR, f1(s.pairP, s.pairR), set.baseline, set.batch)
	}
}

// BenchmarkAdd measures grouping on the English stream, or on the committed corpus.
func BenchmarkAdd(b *testing.B) {
	docs, err := loadLabelled("testdata/corpus.jsonl")
	if dir := sharedStories(); dir != "" {
		docs, err = loadLabelled(filepath.Join(dir, "stream-en/docs.jsonl"))
	} else {
		b.Log("no shared data: the small corpus it is")
	}
	if err != nil {
		b.Fatal(err)
	}
	articles := make([]news.Article, len(docs))
	for i := range docs {
		articles[i] = docs[i].Article
	}
	b.ReportAllocs()
	for b.Loop() {
		w := story.New(story.Options{})
		for batch := range slices.Chunk(articles, 256) {
			w.Add(batch)
		}
		w.Repair()
	}
	b.ReportMetric(float64(b.N*len(articles))/b.Elapsed().Seconds(), "articles/s")
}

// sharedStories finds the labelled collections; "" when they are not there.
func sharedStories() string {
	dirs := []string{os.Getenv("NUTGRAF_SHARED")}
	if wd, err := os.Getwd(); err == nil {
		for dir := wd; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
			dirs = append(dirs, filepath.Join(filepath.Dir(dir), "shared"))
		}
	}
	for _, dir := range dirs {
		stories := filepath.Join(dir, "data", "stories")
		if info, err := os.Stat(stories); dir != "" && err == nil && info.IsDir() {
			return stories
		}
	}
	return ""
}

func loadLabelled(path string) ([]labelled, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var docs []labelled
	sites := map[string]news.SourceID{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var d struct {
			ID, Story, Title, Text, Time, Site, Lang string
			Lines                                    []string
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if d.Text == "" {
			d.Text = strings.Join(d.Lines, "\n\n")
		}
		if sites[d.Site] == 0 {
			sites[d.Site] = news.SourceID(len(sites) + 1)
		}
		a := news.Article{ID: news.ArticleID(len(docs) + 1), SourceID: sites[d.Site], Headline: d.Title, PublishedAt: readTime(d.Time),
			Blocks: []news.Block{{Role: news.RoleParagraph, Text: d.Text}}}
		a.SeenAt = a.PublishedAt
		a.Language, _ = text.Language(d.Title + "\n" + d.Text)
		docs = append(docs, labelled{a, d.Story})
	}
	return docs, lines.Err()
}

func readTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02", "02/01/2006 15:04"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UTC()
		}
	}
	return time.Unix(0, 0).UTC()
}

// groupAll runs a stream through a window with a repair after every few batches, and returns each article's story.
func groupAll(docs []labelled, size int) []news.StoryID {
	w := story.New(story.Options{})
	placed := map[news.ArticleID]news.StoryID{}
	merged := map[news.StoryID]news.StoryID{}
	note := func(g news.Grouping) {
		for _, p := range g.Placed {
			placed[p.Article] = p.Story
		}
		for from, into := range g.Merged {
			merged[from] = into
		}
	}
	n := 0
	for batch := range slices.Chunk(docs, size) {
		articles := make([]news.Article, len(batch))
		for i := range batch {
			articles[i] = batch[i].Article
		}
		note(w.Add(articles))
		if n++; n%4 == 0 {
			note(w.Repair())
		}
	}
	note(w.Repair())
	stories := make([]news.StoryID, len(docs))
	for i, d := range docs {
		s := placed[d.ID]
		for into, gone := merged[s]; gone; into, gone = merged[s] {
			s = into
		}
		stories[i] = s
	}
	return stories
}

type score struct {
	docs, gold, ours       int
	b3P, b3R, pairP, pairR float64
}

// measure compares a grouping with the labels; articles without a label are left out.
func measure(docs []labelled, ours []news.StoryID) score {
	type cell struct {
		gold string
		ours news.StoryID
	}
	cells, golds, mine := map[cell]float64{}, map[string]float64{}, map[news.StoryID]float64{}
	s := score{}
	for i, d := range docs {
		if d.gold == "" {
			continue
		}
		s.docs++
		cells[cell{d.gold, ours[i]}]++
		golds[d.gold]++
		mine[ours[i]]++
	}
	s.gold, s.ours = len(golds), len(mine)
	var both, pairsGold, pairsOurs float64
	for c, n := range cells {
		s.b3P += n * n / mine[c.ours]
		s.b3R += n * n / golds[c.gold]
		both += n * (n - 1)
	}
	for _, n := range golds {
		pairsGold += n * (n - 1)
	}
	for _, n := range mine {
		pairsOurs += n * (n - 1)
	}
	s.b3P, s.b3R = s.b3P/float64(s.docs), s.b3R/float64(s.docs)
	s.pairP, s.pairR = both/max(1, pairsOurs), both/max(1, pairsGold)
	return s
}

func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
