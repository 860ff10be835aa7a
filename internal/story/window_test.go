package story_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/story/sets"

	"github.com/google/go-cmp/cmp"
)

func corpus(t testing.TB) []sets.Article {
	t.Helper()
	docs, err := sets.Load("testdata/corpus.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) < 20 {
		t.Fatalf("corpus has %d articles, want at least 20", len(docs))
	}
	return docs
}

func articles(docs []sets.Article) []news.Article {
	out := make([]news.Article, len(docs))
	for i := range docs {
		out[i] = docs[i].Article
	}
	return out
}

// TestQuality compares the scoreboard of the committed corpus.
func TestQuality(t *testing.T) {
	t.Parallel()
	docs := corpus(t)
	s := judged(docs, groupAll(docs, 8))
	got := fmt.Sprintf("articles %d\nstories %d, labelled %d\nB³ precision %.3f recall %.3f F1 %.3f\npairs precision %.3f recall %.3f F1 %.3f\n",
		s.Articles, s.Stories, s.Gold, s.B3Precision.Value, s.B3Recall.Value, s.B3F1.Value, s.PairPrecision.Value, s.PairRecall.Value, s.PairF1.Value)
	golden.Check(t, "quality.txt", got)
}

func TestFamilies(t *testing.T) {
	t.Parallel()
	docs := corpus(t)
	w := story.New(story.Options{})
	family := map[news.ArticleID]news.ArticleID{}
	for _, p := range w.Add(articles(docs)).Placed {
		family[p.Article] = p.Family
	}
	// dam-2 carries dam-1 to the letter, rate-4 shortens rate-1; everything else is its own text.
	copies := map[news.ArticleID]news.ArticleID{2: 1, 10: 7}
	for id, got := range family {
		want := id
		if root, copied := copies[id]; copied {
			want = root
		}
		if got != want {
			t.Errorf("family of article %d: got %d, want %d", id, got, want)
		}
	}
	if len(family) != len(docs) {
		t.Errorf("got %d placements, want %d", len(family), len(docs))
	}
}

func TestStoriesAreComplete(t *testing.T) {
	t.Parallel()
	docs := articles(corpus(t))
	w := story.New(story.Options{Score: func(s *news.Story, m []story.Member) { s.Score = float64(len(m)) }})
	w.SetNext(41)
	g := w.Add(docs[:4])
	if len(g.Stories) != 1 {
		t.Fatalf("got %d stories, want 1", len(g.Stories))
	}
	s := g.Stories[0]
	if s.Headline == "" || s.Summary == "" || s.Lead == 0 {
		t.Errorf("story without a lead: %+v", s)
	}
	if len(s.Keys) != 3 || len(s.Phrases) == 0 || len(s.Lineages) != 1 {
		t.Errorf("got %d key sentences, phrases %q, lineages %v; want 3, some, one", len(s.Keys), s.Phrases, s.Lineages)
	}
	s.Headline, s.Summary, s.Lead, s.LeadSource, s.Keys, s.Phrases, s.Lineages = "", "", 0, 0, nil, nil, nil
	want := news.Story{ID: 41, Language: "en", Articles: 4, Sources: 4, Independent: 3, Score: 4,
		FirstSeenAt: docs[0].PublishedAt, UpdatedAt: docs[3].PublishedAt}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("story (-want +got):\n%s", diff)
	}
}

// TestIndependentSources counts who wrote, not what was written: a source with several texts is one, a copy is none.
func TestIndependentSources(t *testing.T) {
	t.Parallel()
	docs := articles(corpus(t)) // the first four are one event by four sources, one of them with another's text
	docs[3].SourceID = docs[2].SourceID
	w := story.New(story.Options{})
	w.Constrain([]news.Edit{{Kind: news.EditJoin, Article: docs[2].ID, Other: docs[3].ID}}) // by themselves two of one source may be two events
	g := w.Add(docs)
	at := slices.IndexFunc(g.Stories, func(s news.Story) bool { return s.ID == g.Placed[0].Story })
	if at < 0 || g.Stories[at].Articles != 4 || g.Stories[at].Sources != 3 || g.Stories[at].Independent != 2 {
		t.Errorf("got %+v, want a story of 4 articles and 3 sources, 2 of them independent", g.Stories)
	}
}

// TestSameInputSameOutput guards against the order of maps.
func TestSameInputSameOutput(t *testing.T) {
	t.Parallel()
	docs := articles(corpus(t))
	run := func() []news.Grouping {
		w := story.New(story.Options{})
		var all []news.Grouping
		for batch := range slices.Chunk(docs, 7) {
			all = append(all, w.Add(batch))
		}
		return append(all, w.Repair())
	}
	want := run()
	for range 10 {
		if diff := cmp.Diff(want, run()); diff != "" {
			t.Fatalf("second run differs:\n%s", diff)
		}
	}
}

// TestOrderOfArrival is the property that grouping promises: after a repair, which articles are together does not
// depend on the order in which they came, as long as all came within the window.
func TestOrderOfArrival(t *testing.T) {
	t.Parallel()
	docs := corpus(t)
	want := partition(docs, groupAll(docs, 6))
	for seed := range uint64(20) {
		shuffled := slices.Clone(docs)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(want, partition(shuffled, groupAll(shuffled, 6))); diff != "" {
			t.Errorf("order %d (-want +got):\n%s", seed, diff)
		}
	}
}

// partition lists the articles of each story, independent of IDs and order.
func partition(docs []sets.Article, ours []news.StoryID) [][]news.ArticleID {
	byStory := map[news.StoryID][]news.ArticleID{}
	for i, d := range docs {
		byStory[ours[i]] = append(byStory[ours[i]], d.ID)
	}
	var parts [][]news.ArticleID
	for _, ids := range byStory {
		slices.Sort(ids)
		parts = append(parts, ids)
	}
	slices.SortFunc(parts, slices.Compare)
	return parts
}

// TestRestore guards that a restarted window decides as one that never stopped.
func TestRestore(t *testing.T) {
	t.Parallel()
	docs := articles(corpus(t))
	first, rest := docs[:14], docs[14:]
	running := story.New(story.Options{})
	g := running.Add(first)
	for from, p := range g.Placed {
		first[from].StoryID, first[from].FamilyID = p.Story, p.Family
	}
	restarted := story.New(story.Options{})
	stored := slices.Clone(first)
	slices.Reverse(stored)
	restarted.Restore(stored)
	if diff := cmp.Diff(running.Add(rest), restarted.Add(rest)); diff != "" {
		t.Errorf("restored window decides otherwise (-running +restarted):\n%s", diff)
	}
}

func TestReadAgain(t *testing.T) {
	t.Parallel()
	docs := articles(corpus(t))
	w := story.New(story.Options{})
	before := map[news.ArticleID]news.Placement{}
	for _, p := range w.Add(docs).Placed {
		before[p.Article] = p
	}
	t.Run("a corrected article keeps its story", func(t *testing.T) {
		corrected := docs[7]
		corrected.Headline = "Corrected: " + corrected.Headline
		g := w.Add([]news.Article{corrected})
		if diff := cmp.Diff([]news.Placement{before[corrected.ID]}, g.Placed); diff != "" {
			t.Errorf("placement (-want +got):\n%s", diff)
		}
	})
	t.Run("one that was something else altogether moves, and its empty story leads on", func(t *testing.T) {
		mistaken := docs[23] // alone in its story
		mistaken.Headline, mistaken.Blocks = docs[18].Headline, docs[18].Blocks
		g := w.Add([]news.Article{mistaken})
		into, old := before[docs[18].ID].Story, before[mistaken.ID].Story
		if g.Placed[0].Story != into || g.Merged[old] != into {
			t.Errorf("got %+v merged %v, want story %d and a redirect from %d", g.Placed, g.Merged, into, old)
		}
	})
}

// TestRepair builds two stories by force and one that is two, and sees them joined and parted.
func TestRepair(t *testing.T) {
	t.Parallel()
	docs := articles(corpus(t))
	for i := range docs {
		docs[i].StoryID, docs[i].FamilyID = news.StoryID(100+i), docs[i].ID
	}
	docs[6].StoryID, docs[7].StoryID, docs[8].StoryID = 2, 2, 3 // the interest rate, in two
	for i := 10; i < 16; i++ {
		docs[i].StoryID = 4 // an election and a football match in one
	}
	w := story.New(story.Options{})
	w.Restore(docs)
	g := w.Repair()
	if got := g.Merged[3]; got != 2 {
		t.Errorf("story 3 went to %d, want 2", got)
	}
	moved := map[news.ArticleID]news.StoryID{}
	for _, p := range g.Placed {
		moved[p.Article] = p.Story
	}
	if moved[14] == 0 || moved[14] != moved[16] || moved[14] == 4 {
		t.Errorf("the football match was not parted from the election: moved %v", moved)
	}
	for _, s := range g.Stories {
		if s.ID == 4 && s.Articles != 3 {
			t.Errorf("the larger part has %d articles, want 3", s.Articles)
		}
	}
}

// TestMemory states what an article costs in the window.
func TestMemory(t *testing.T) {
	docs := corpus(t)
	if dir := golden.Stories(); dir != "" {
		more, err := sets.Load(dir + "/stream-en/docs.jsonl")
		if err != nil {
			t.Fatal(err)
		}
		docs = more
	}
	list := articles(docs)
	w := story.New(story.Options{})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	w.Add(list)
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := int(after.HeapAlloc-before.HeapAlloc) / len(list)
	t.Logf("%d articles, %d bytes each", len(list), each)
	if each > 24<<10 {
		t.Errorf("an article takes %d bytes in the window, want a few KB", each)
	}
	runtime.KeepAlive(w)
	runtime.KeepAlive(list)
}

// TestOtherLanguage guards that an article read again in another language leaves a story of the first one.
func TestOtherLanguage(t *testing.T) {
	t.Parallel()
	docs := articles(corpus(t))
	w := story.New(story.Options{})
	old := w.Add(docs).Placed[1].Story
	translated := docs[1]
	translated.Language = "de"
	if got := w.Add([]news.Article{translated}).Placed[0].Story; got == old {
		t.Errorf("got story %d, which is in another language", got)
	}
}
