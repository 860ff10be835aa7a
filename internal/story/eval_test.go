package story_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/golden"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/story/sets"
)

// TestSharedQuality measures grouping on the labelled collections, when they are there, by cross-validation: each merge is
// decided by a model that has seen neither the story nor the topic of what it is about. Beside it stands what the window
// says with the model that ships, which has seen these collections: how well it fits, not how good it is.
func TestSharedQuality(t *testing.T) {
	dir := golden.Stories()
	if dir == "" {
		t.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set: grouping measured on the committed corpus only")
	}
	models := sets.Models{}
	data, err := os.ReadFile("testdata/folds.bin")
	if err == nil {
		err = models.UnmarshalBinary(data)
	}
	if err != nil {
		t.Fatal(err)
	}
	var board strings.Builder
	fmt.Fprintf(&board, "%-16s %5s %5s | %-31s | %-31s | %s\n", "", "texts", "gold", "by cross-validation: B³ P R F1", "as it ships (seen): B³ P R F1", "shuffled: same pairs")
	for _, set := range sets.Shared() {
		docs, err := sets.Load(filepath.Join(dir, set.File))
		if err != nil || len(docs) == 0 {
			t.Fatalf("%s: %d articles, %v", set.File, len(docs), err)
		}
		gold, folds := make([]string, len(docs)), make([]int, len(docs))
		for i, d := range docs {
			gold[i], folds[i] = d.Gold, sets.Fold(set.Name, d)
		}
		apart := story.NewStudy(articles(docs), gold).Group(models.Choose(folds))
		cross, seen := judged(docs, apart), judged(docs, groupAll(docs, 256))
		fmt.Fprintf(&board, "%-16s %5d %5d | %9s %.3f %.3f %.3f     | %8s %.3f %.3f %.3f      | %.3f\n", set.Name, len(docs), seen.Gold, "",
			cross.B3Precision.Value, cross.B3Recall.Value, cross.B3F1.Value, "", seen.B3Precision.Value, seen.B3Recall.Value, seen.B3F1.Value, shuffled(docs))
		if set.Name == "ecbplus" {
			joined, all := twins(docs, apart)
			fmt.Fprintf(&board, "%-16s twin events of one topic in one story, by cross-validation: %d of %d\n", "", joined, all)
		}
	}
	pairs, err := sets.LoadPairs(filepath.Join(dir, sets.PairFile))
	if err != nil {
		t.Fatal(err)
	}
	answers := story.NewStudy(pairs.Articles, make([]string, len(pairs.Articles))).Group(models.Choose(pairs.Folds))
	for _, language := range []string{"en", "ru"} {
		s := pairs.F1(language, answers)
		fmt.Fprintf(&board, "pairs of one story, %s, by cross-validation: P %.3f R %.3f F1 %.3f\n", language, s.Precision, s.Recall, s.F1())
	}
	t.Log("\n" + board.String())
	golden.Check(t, "shared.txt", board.String())
}

// shuffled is the share of the pairs of articles in one story that stay so when the articles come in another order, of
// three, and the other way round (F1).
func shuffled(docs []sets.Article) float64 {
	want := together(docs, groupAll(docs, 256))
	low := 1.0
	for seed := range uint64(3) {
		other := slices.Clone(docs)
		rand.New(rand.NewPCG(seed, 3)).Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		got := together(other, groupAll(other, 256))
		both := 0
		for pair := range got {
			if want[pair] {
				both++
			}
		}
		low = min(low, 2*float64(both)/float64(max(1, len(got)+len(want))))
	}
	return low
}

// together are the pairs of articles that are in one story.
func together(docs []sets.Article, placed []news.StoryID) map[[2]news.ArticleID]bool {
	members := map[news.StoryID][]news.ArticleID{}
	for i, d := range docs {
		members[placed[i]] = append(members[placed[i]], d.ID)
	}
	pairs := map[[2]news.ArticleID]bool{}
	for _, list := range members {
		for i, a := range list {
			for _, b := range list[:i] {
				pairs[[2]news.ArticleID{min(a, b), max(a, b)}] = true
			}
		}
	}
	return pairs
}

// twins counts the topics with two events of which most articles ended in one story.
func twins(docs []sets.Article, placed []int) (joined, all int) {
	home := map[string]map[int]int{} // articles of an event by story of ours
	topics := map[string][]string{}
	for i, d := range docs {
		if home[d.Gold] == nil {
			home[d.Gold] = map[int]int{}
			topics[d.Topic] = append(topics[d.Topic], d.Gold)
		}
		home[d.Gold][placed[i]]++
	}
	most := func(event string) int {
		best, top := -1, 0
		for at, n := range home[event] {
			if n > top || n == top && at < best {
				best, top = at, n
			}
		}
		return best
	}
	for _, events := range topics {
		if len(events) == 2 {
			all++
			if most(events[0]) == most(events[1]) {
				joined++
			}
		}
	}
	return joined, all
}

// BenchmarkAdd measures grouping on the English stream, or on the committed corpus.
func BenchmarkAdd(b *testing.B) {
	docs, err := sets.Load("testdata/corpus.jsonl")
	if dir := golden.Stories(); dir != "" {
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

// judged compares a grouping with the labels.
func judged[S any](docs []sets.Article, ours []S) measure.Grouping {
	items := make([]measure.Item, len(docs))
	for i, d := range docs {
		items[i] = measure.Item{Gold: d.Gold, Story: fmt.Sprint(ours[i])}
	}
	return measure.Stories(items)
}
