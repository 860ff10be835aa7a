package story_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/story"

	"github.com/google/go-cmp/cmp"
)

// TestColdStart guards that an empty window groups its first articles as well as it ever will, in whatever order and
// batches they come and before anybody asks for a repair.
func TestColdStart(t *testing.T) {
	t.Parallel()
	docs := corpus(t)
	want := partition(docs, groupAll(docs, 6))
	for seed := range uint64(20) {
		chance := rand.New(rand.NewPCG(seed, 2))
		shuffled := slices.Clone(docs)
		chance.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		w := story.New(story.Options{})
		placed := map[news.ArticleID]news.StoryID{}
		known := map[news.StoryID]bool{}
		for rest := shuffled; len(rest) > 0; {
			n := min(len(rest), 1+chance.IntN(5))
			g := w.Add(articles(rest[:n]))
			rest = rest[n:]
			for _, p := range g.Placed {
				placed[p.Article] = p.Story
			}
			for from := range g.Merged {
				if !known[from] {
					t.Errorf("order %d: story %d is said to be merged, which nobody was told of", seed, from)
				}
			}
			for id, s := range placed {
				if into, gone := g.Merged[s]; gone {
					placed[id] = into
				}
			}
			for _, s := range g.Stories {
				known[s.ID] = true
				if n := count(placed, s.ID); n != s.Articles {
					t.Errorf("order %d: story %d is told with %d articles, has %d", seed, s.ID, s.Articles, n)
				}
			}
		}
		ours := make([]news.StoryID, len(shuffled))
		for i, d := range shuffled {
			ours[i] = placed[d.ID]
		}
		if diff := cmp.Diff(want, partition(shuffled, ours)); diff != "" {
			t.Errorf("order %d (-want +got):\n%s", seed, diff)
		}
	}
}

func count(placed map[news.ArticleID]news.StoryID, id news.StoryID) int {
	n := 0
	for _, s := range placed {
		if s == id {
			n++
		}
	}
	return n
}

// TestYoungWindowRepairsItself guards that the guesses of a window's first batches do not wait for a repair.
func TestYoungWindowRepairsItself(t *testing.T) {
	t.Parallel()
	docs := articles(corpus(t))
	for i := range docs {
		docs[i].StoryID, docs[i].FamilyID = news.StoryID(100+i), docs[i].ID
	}
	docs[6].StoryID, docs[7].StoryID, docs[8].StoryID = 2, 2, 3 // the interest rate, in two
	w := story.New(story.Options{})
	w.Restore(docs)
	g := w.Add(filler(5000, 1, docs[0].PublishedAt))
	if got := g.Merged[3]; got != 2 {
		t.Errorf("story 3 went to %d, want 2", got)
	}
}
