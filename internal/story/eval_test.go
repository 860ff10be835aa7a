package story_test

import (
	"path/filepath"
	"slices"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/story/sets"
)

// TestSharedQuality prints how well the window groups labelled collections, when they are there.
func TestSharedQuality(t *testing.T) {
	dir := sets.Find()
	if dir == "" {
		t.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set: grouping measured on the committed corpus only")
	}
	t.Logf("%-16s %6s %6s %6s | %5s %5s %5s | %5s %5s %5s", "set", "docs", "gold", "ours", "B³ P", "R", "F1", "pairs", "R", "F1")
	for _, set := range sets.Shared() {
		docs, err := sets.Load(filepath.Join(dir, set.File))
		if err != nil {
			t.Fatal(err)
		}
		if len(docs) == 0 {
			t.Fatalf("%s: no articles", set.File)
		}
		s := measure(docs, groupAll(docs, 256))
		t.Logf("%-16s %6d %6d %6d | %.3f %.3f %.3f | %.3f %.3f %.3f", set.Name, s.docs, s.gold, s.ours,
			s.b3P, s.b3R, f1(s.b3P, s.b3R), s.pairP, s.pairR, f1(s.pairP, s.pairR))
	}
}

// BenchmarkAdd measures grouping on the English stream, or on the committed corpus.
func BenchmarkAdd(b *testing.B) {
	docs, err := sets.Load("testdata/corpus.jsonl")
	if dir := sets.Find(); dir != "" {
		docs, err = sets.Load(filepath.Join(dir, "stream-en/docs.jsonl"))
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

// groupAll runs a stream through a window with a repair after every few batches, and returns each article's story.
func groupAll(docs []sets.Article, size int) []news.StoryID {
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
func measure(docs []sets.Article, ours []news.StoryID) score {
	type cell struct {
		gold string
		ours news.StoryID
	}
	cells, golds, mine := map[cell]float64{}, map[string]float64{}, map[news.StoryID]float64{}
	s := score{}
	for i, d := range docs {
		if d.Gold == "" {
			continue
		}
		s.docs++
		cells[cell{d.Gold, ours[i]}]++
		golds[d.Gold]++
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
