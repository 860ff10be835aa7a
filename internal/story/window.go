// Package story folds copies into text families and groups articles into stories.
//
// A [Window] holds the stories of the last days in memory. [Window.Add] places a batch of new articles, each with
// the story that resembles it most or with a new one; [Window.Repair], called every few minutes, looks at all
// stories that changed, joins those that turned out to be one and parts those that turned out to be two. Both
// return a [news.Grouping] for the store. After a restart, [Window.Restore] and [Window.SetNext] build the window
// again from what was stored.
//
// An article is compared once, with those that share most of its rarest words: by words, pairs of words, headline, names
// and numbers, weighted by how rare they are in the window (TF-IDF). What is found stays with both, as a graph. A learned
// decision (merge.forest) looks at all that ties one bunch of articles to another, and says whether they are one story.
// Only articles in one language meet. The window keeps features, fingerprints and at most three sentences of an article,
// no texts; it reads the first maxWords words of an article.
//
// The same articles in the same batches give the same stories, always. In another order they give the same but for few,
// once they were repaired: a repair settles the neighbourhood of what changed anew from single articles. What editors
// join or part ([Window.Constrain]) holds whatever the articles look like. An article that comes when its story has left
// the window begins a new one. A story leaves when its newest
// article is older than [Options.Span] and [Kept] more articles have come, or when the window holds more than
// [Options.Most]. It comes and leaves whole, so that what is told of a story counts all its articles.
package story

import (
	"cmp"
	"time"

	"nutgraf/internal/news"
)

// Member is one article of a story, as far as its score needs it.
type Member = struct {
	Source news.SourceID
	Weight float64 // of the source; 0 counts as 1, negative as nothing
	At     time.Time
	Family news.ArticleID // of its text; 0 when it is its own

	Country string // of the source; empty when unknown
}

// Options are a window's settings; the zero value of each field gets a default.
type Options struct {
	Span  time.Duration                         // how long a story without news stays open; default 7 days
	Most  int                                   // articles held at most, the oldest stories leave first; default 200,000
	Score func(s *news.Story, members []Member) // sets each story's score; without it all have 0
}

// Window is the stories that may still grow. It is not safe for concurrent use.
type Window struct {
	options  Options
	next     news.StoryID
	arrivals int
	clock    time.Time // newest article's time
	weights  *weights
	items    map[news.ArticleID]*item
	clusters map[news.StoryID]*cluster
	graph    *graph
	families *families
	edits    *constraints
	score    func(a, b *bunch, between *bond) float64
	stale    int // articles added since the word weights were last applied to all
	linked   int // articles when all were last compared anew
	unlinked int // articles added since
	swept    int // arrivals at the last sweep, see expire
}

// New returns an empty window whose first story will have the ID 1.
func New(o Options) *Window {
	o.Span, o.Most = cmp.Or(o.Span, 7*24*time.Hour), cmp.Or(o.Most, 200_000)
	return &Window{
		options: o, next: 1, weights: newWeights(2 * o.Most), items: map[news.ArticleID]*item{},
		clusters: map[news.StoryID]*cluster{}, graph: newGraph(), families: newFamilies(),
		edits: constraintsOf(nil), score: judge(),
	}
}

// SetNext says which ID the next new story gets.
func (w *Window) SetNext(id news.StoryID) { w.next = max(w.next, id) }

// Holds reports whether a story is in the window, with all its articles.
func (w *Window) Holds(id news.StoryID) bool { return w.clusters[id] != nil }

// Add groups a batch in the given order. An article whose ID is already in the window replaces it: it keeps its
// story unless it clearly belongs to another now. An article of a story that the window does not hold stays there,
// and nothing is told of that story, which the window could not tell whole: Restore it before. An article without
// an ID is ignored.
func (w *Window) Add(articles []news.Article) news.Grouping {
	var g news.Grouping
	born := w.next
	batch := make([]*item, 0, len(articles))
	readings := readAll(articles)
	for i := range articles {
		a := &articles[i]
		if a.ID == 0 {
			continue
		}
		if a.StoryID != 0 && w.items[a.ID] == nil && !w.Holds(a.StoryID) {
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: a.StoryID, Family: cmp.Or(a.FamilyID, a.ID)})
			continue
		}
		it := readings[i]
		it.story, it.family = a.StoryID, a.FamilyID
		batch = append(batch, it)
	}
	w.learn(batch)
	emptied := map[news.StoryID]news.StoryID{}
	for _, it := range batch {
		w.weights.apply(it)
		w.replace(it)
		w.place(it)
		g.Placed = append(g.Placed, news.Placement{Article: it.id, Story: it.story, Family: it.family})
		if from := it.left; from != 0 && from != it.story && w.clusters[from] == nil {
			emptied[from] = it.story
		}
	}
	if len(w.items) <= young {
		g.Merged = emptied
		w.repair(&g, born)
	}
	g.Placed = lastOf(g.Placed)
	g.Merged = chase(emptied)
	for from := range g.Merged {
		if w.clusters[from] != nil { // emptied, then opened again by a later article of the batch
			delete(g.Merged, from)
		}
	}
	g.Stories = w.changed()
	w.expire()
	return g
}

// lastOf keeps the last placement of each article, for a batch that holds one twice.
func lastOf(placed []news.Placement) []news.Placement {
	last := map[news.ArticleID]int{}
	for i, p := range placed {
		last[p.Article] = i
	}
	kept := placed[:0]
	for i, p := range placed {
		if last[p.Article] == i {
			kept = append(kept, p)
		}
	}
	return kept
}

// chase resolves chains of merges, so that every story leads to one that stays.
func chase(merged map[news.StoryID]news.StoryID) map[news.StoryID]news.StoryID {
	for from, into := range merged {
		for range len(merged) {
			further, moved := merged[into]
			if !moved || further == from {
				break
			}
			into = further
		}
		merged[from] = into
	}
	return merged
}

// arrive moves the window's clock.
func (w *Window) arrive(it *item) {
	w.arrivals++
	it.arrival = w.arrivals
	if it.at.After(w.clock) {
		w.clock = it.at
	}
}

// replace takes an earlier reading of the same article out of the window and remembers its story.
func (w *Window) replace(it *item) {
	old := w.items[it.id]
	w.items[it.id] = it
	if old == nil {
		return
	}
	it.family, it.story, it.left = old.family, old.story, old.story
	w.families.remove(old)
	w.leave(old)
	w.graph.remove(old)
}

// place finds the article's family and story.
func (w *Window) place(it *item) {
	w.arrive(it)
	it.wasIn = it.story
	root := w.families.find(it)
	it.family = it.id
	if root != nil {
		it.family = root.family
	}
	w.families.add(it, w.items[it.family])
	w.graph.add(it)
	home := w.home(it, root)
	it.story = home.id
	w.join(it, home)
}

// home chooses the story for an article: that of its text or what an editor said, the one it was in, the best match, or
// a new one.
func (w *Window) home(it *item, root *item) *cluster {
	if c := w.ordered(it); c != nil {
		return c
	}
	if root != nil && root.lang == it.lang {
		if c := w.clusters[root.story]; c != nil && !w.forbids(it, c) {
			return c
		}
	}
	best, score := w.match(it)
	if old := w.clusters[it.wasIn]; old != nil && old.lang == it.lang && !w.forbids(it, old) {
		if best == nil || best == old || w.likely(it, old)+clearly >= score {
			return old
		}
		return best
	}
	if best != nil {
		return best
	}
	if it.wasIn != 0 && w.clusters[it.wasIn] == nil {
		return w.open(it.wasIn, it.lang) // alone again: its address stays
	}
	return w.fresh(it.lang)
}
