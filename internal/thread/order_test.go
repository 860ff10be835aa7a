package thread_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/thread"

	"github.com/google/go-cmp/cmp"
)

func TestGistKeepsWhatItPacks(t *testing.T) {
	t.Parallel()
	for _, s := range inventedTold(t, "threads.txt", time.Hour) {
		g := thread.NewGist(s.Story, s.Articles)
		packed := g.Pack()
		got, err := thread.UnpackGist(s.Story.ID, packed)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(g.Pack(), got.Pack()); diff != "" || len(g.Names) == 0 || len(g.Traits) == 0 {
			t.Errorf("%s: %d names, %d traits (-want +got):\n%s", s.name, len(g.Names), len(g.Traits), diff)
		}
		if len(packed) > 1400 {
			t.Errorf("%s: %d bytes", s.name, len(packed))
		}
		for cut := range packed {
			if _, err := thread.UnpackGist(1, packed[:cut]); err == nil {
				t.Fatalf("%s: %d of %d bytes are taken for a gist", s.name, cut, len(packed))
			}
		}
	}
}

func FuzzUnpackGist(f *testing.F) {
	g := thread.NewGist(news.Story{ID: 1, Language: "en", Headline: "Kelder Bridge"}, []news.Article{{ID: 1, Headline: "Kelder Bridge closes", Language: "en"}})
	f.Add(g.Pack())
	f.Add([]byte{1, 255})
	f.Fuzz(func(t *testing.T, packed []byte) {
		if g, err := thread.UnpackGist(1, packed); err == nil {
			g.Pack()
		}
	})
}

// TestRebuiltThreadsAreTheSame: what is remembered of stored gists links the next story like what was in memory.
func TestRebuiltThreadsAreTheSame(t *testing.T) {
	t.Parallel()
	told := together(demoTold(t), inventedTold(t, "threads.txt", 24*time.Hour), inventedTold(t, "coverage.txt", time.Hour))
	half := len(told) / 2
	first := thread.New(thread.Options{})
	stored := map[news.StoryID]news.StoryLink{}
	feed := func(threads *thread.Threads, told []toldStory) (links []news.StoryLink) {
		for some := range slices.Chunk(told, 7) {
			var tellings []thread.Telling
			for _, s := range some {
				tellings = append(tellings, s.Telling)
			}
			links = append(links, threads.Link(tellings, nil).Stories...)
		}
		return links
	}
	for _, l := range feed(first, told[:half]) {
		stored[l.Story] = l
	}
	second := thread.New(thread.Options{})
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(stored))) {
		if err := second.Restore(stored[id]); err != nil {
			t.Fatal(err)
		}
	}
	want, got := map[news.StoryID]news.ThreadID{}, map[news.StoryID]news.ThreadID{}
	for _, l := range feed(first, told[half:]) {
		want[l.Story] = l.Thread
	}
	for _, l := range feed(second, told[half:]) {
		got[l.Story] = l.Thread
	}
	same := 0
	for id, begun := range want {
		if got[id] == begun {
			same++
		}
	}
	if same*100 < len(want)*97 {
		t.Errorf("%d of %d stories have the same thread after a rebuild", same, len(want))
	}
}

// TestThreadNumbersStay: a story that began a thread stays in it, whatever comes; one that ends in another leaves its place to it.
func TestThreadNumbersStay(t *testing.T) {
	t.Parallel()
	told := inventedTold(t, "threads.txt", 24*time.Hour)
	threads := thread.New(thread.Options{})
	first, _ := linkAll(threads, told, len(told))
	chance := rand.New(rand.NewPCG(1, 1))
	again := slices.Clone(told)
	chance.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
	second, _ := linkAll(threads, again, 5)
	began := 0
	for id, begun := range first {
		if news.ThreadID(id) != begun {
			continue
		}
		began++
		if second[id] != begun {
			t.Errorf("story %d began a thread and left it for %d", id, second[id])
		}
		heir := news.StoryID(1000 + int(id))
		for _, s := range told {
			if s.Story.ID == id {
				s.Story.ID = heir
				threads.Link([]thread.Telling{s.Telling}, map[news.StoryID]news.StoryID{id: heir})
			}
		}
		if th, known := threads.Thread(begun); !known || th.Stories < 2 {
			t.Errorf("thread %d ended with the story that began it", begun)
		}
	}
	if began < 8 {
		t.Errorf("%d threads only", began)
	}
}

// TestWhatIsNoNewsFollowsNothing: horoscopes are alike every day.
func TestWhatIsNoNewsFollowsNothing(t *testing.T) {
	t.Parallel()
	told := inventedTold(t, "threads.txt", 24*time.Hour)
	for i := range told {
		told[i].Story.NotNews = true
	}
	threads, coverage := linkAll(thread.New(thread.Options{}), told, 10)
	for id := range threads {
		if threads[id] != 0 || coverage[id] != 0 {
			t.Fatalf("story %d is in thread %d", id, threads[id])
		}
	}
}

// TestNamesSoundAlike compares names across scripts, and names that are not the same.
func TestNamesSoundAlike(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Brandauer", "Брандауер", true}, {"Rudakov", "روداكوف", true}, {"Renzulli", "レンズッリ", true}, {"Tarnek", "塔尔内克", true},
		{"Rudakov", "Ρουντάκοφ", true}, {"Solveig", "솔베이그", true}, {"Varga", "ვარგა", true}, {"Rudakov", "रुदाकोव", true},
		{"Brandauer", "Tarnek", false}, {"Rudakov", "Renzulli", false}, {"Marisport", "Marchetti", false}, {"Tarnek", "Turnau", false},
	} {
		if got := thread.Alike(thread.Latin(c.a), thread.Latin(c.b)); (got >= 0.75) != c.same {
			t.Errorf("%s (%s) and %s (%s): got %.2f", c.a, thread.Latin(c.a), c.b, thread.Latin(c.b), got)
		}
	}
}

// TestOldStoriesAreForgotten holds the bounds of what is remembered.
func TestOldStoriesAreForgotten(t *testing.T) {
	t.Parallel()
	told := inventedTold(t, "threads.txt", 24*time.Hour)
	threads := thread.New(thread.Options{Most: 20})
	linkAll(threads, told, 5)
	if n := thread.Remembered(threads); n > 21 {
		t.Errorf("%d stories are remembered, want 20", n)
	}
	threads = thread.New(thread.Options{})
	linkAll(threads, told, len(told))
	if n := thread.Remembered(threads); n != len(told) {
		t.Errorf("%d stories are remembered, want all %d", n, len(told))
	}
}

// BenchmarkLink measures what linking a story costs, its gist included, among those of the demo press and the invented ones.
func BenchmarkLink(b *testing.B) {
	told := together(demoTold(b), inventedTold(b, "threads.txt", 24*time.Hour))
	for b.Loop() {
		linkAll(thread.New(thread.Options{}), told, 64)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(told)), "µs/story")
}
