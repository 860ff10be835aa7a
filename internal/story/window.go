// Package story folds copies into text families and groups articles into stories.
//
// A [Window] holds the stories of the last days in memory. [Window.Add] places a batch of new articles, each with
// the story that resembles it most or with a new one; [Window.Repair], called every few minutes, looks at all
// stories that changed, joins those that turned out to be one and parts those that turned out to be two. Both
// return a [news.Grouping] for the store. After a restart, [Window.Restore] and [Window.SetNext] build the window
// again from what was stored.
//
// What makes articles alike: words and pairs of words, weighted by how rare they are in the window (TF-IDF), names
// and headlines counting more, and their times. Only articles in one language meet. The window keeps vectors and
// sketches, no texts; it reads the first maxWords words of an article.
//
// The same articles in the same batches give the same stories, always. In another order they give nearly the same:
// within one batch articles are weighed with the words of the whole batch, and a repair removes most of what is
// left. An article that comes when its story has left the window begins a new one. A story leaves when its newest
// article is older than [Options.Span] and keepArrivals more articles have come.
package story

import (
	"cmp"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// Member is one article of a story, as far as its score needs it.
type Member = struct {
	Source news.SourceID
	Weight float64 // of the source; 0 counts as 1, negative as nothing
	At     time.Time
	Family news.ArticleID // of its text; 0 when it is its own
}

// Options are a window's settings; the zero value of each field gets a default.
type Options struct {
	Span  time.Duration                  // how long a story without news stays open; default 7 days
	Score func(members []Member) float64 // gives each story its score; without it all have 0
}

// keepArrivals is how many articles must come after a story's last change before it may leave. It keeps imports of
// archives together, whose articles come in no order of time.
const keepArrivals = 2000

// Window is the stories that may still grow. It is not safe for concurrent use.
type Window struct {
	options  Options
	next     news.StoryID
	arrivals int
	clock    time.Time // newest article's time
	weights  *weights
	items    map[news.ArticleID]*item
	clusters map[news.StoryID]*cluster
	index    index
	families families
	fresh    int // articles added since the last repair
	stale    int // and since the word weights were last applied to all
}

// New returns an empty window whose first story will have the ID 1.
func New(o Options) *Window {
	o.Span = cmp.Or(o.Span, 7*24*time.Hour)
	return &Window{
		options: o, next: 1, weights: newWeights(), items: map[news.ArticleID]*item{},
		clusters: map[news.StoryID]*cluster{}, index: index{}, families: families{},
	}
}

// SetNext says which ID the next new story gets.
func (w *Window) SetNext(id news.StoryID) { w.next = max(w.next, id) }

// Restore puts articles back that were grouped before; what lacks an ID or a story is ignored. Their order does not
// matter. The next story's ID is set past all that are seen.
func (w *Window) Restore(articles []news.Article) {
	sorted := make([]*item, 0, len(articles))
	for i := range articles {
		if a := &articles[i]; a.ID != 0 && a.StoryID != 0 && w.items[a.ID] == nil {
			it := w.item(a)
			it.story, it.family = a.StoryID, cmp.Or(a.FamilyID, a.ID)
			w.items[a.ID] = it
			sorted = append(sorted, it)
		}
	}
	slices.SortFunc(sorted, byTime)
	for _, it := range sorted {
		w.weights.count(it, 1)
	}
	for _, it := range sorted {
		w.weights.apply(it)
		w.arrive(it)
		w.families.add(it)
		w.join(it, w.open(it.story, it.lang))
		w.next = max(w.next, it.story+1)
	}
	w.refresh()
	w.reindex()
	for _, c := range w.clusters {
		c.changed = false // but still to be repaired: the repair that was due may have been lost
	}
}

// Add groups a batch in the given order. An article whose ID is already in the window replaces it: it keeps its
// story unless it clearly belongs to another now. An article without an ID is ignored.
func (w *Window) Add(articles []news.Article) news.Grouping {
	batch := make([]*item, 0, len(articles))
	for i := range articles {
		if articles[i].ID == 0 {
			continue
		}
		it := w.item(&articles[i])
		it.story, it.family = articles[i].StoryID, articles[i].FamilyID
		w.weights.count(it, 1)
		batch = append(batch, it)
	}
	w.fresh += len(batch)
	w.stale += len(batch)
	if w.stale > len(w.items)/10 {
		w.refresh()
	}
	var g news.Grouping
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
	w.weights.count(old, -1)
	w.families.remove(old)
	w.leave(old)
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
	w.families.add(it)
	home := w.home(it, root)
	it.story = home.id
	w.join(it, home)
}

// home chooses the story for an article: that of its text, the one it was in, the best match, or a new one.
func (w *Window) home(it *item, root *item) *cluster {
	if root != nil && w.clusters[root.story] != nil && root.lang == it.lang {
		return w.clusters[root.story]
	}
	best, likeness := w.match(it)
	if old := w.clusters[it.wasIn]; old != nil && old.lang == it.lang {
		if best == nil || best == old || w.likeness(it, old)*clearly >= likeness {
			return old
		}
		return best
	}
	if best != nil {
		return best
	}
	if it.wasIn != 0 && it.wasIn < w.next && w.clusters[it.wasIn] == nil {
		return w.open(it.wasIn, it.lang) // alone again: its address stays
	}
	w.next++
	return w.open(w.next-1, it.lang)
}

// clearly is how much more another story must resemble an article that is read again before it moves there.
const clearly = 1.5

// expire drops what can no longer grow, and the vectors of old members of what can.
func (w *Window) expire() {
	limit := w.clock.Add(-w.options.Span)
	for id, c := range w.clusters {
		if c.newest.Before(limit) && w.arrivals-c.lastArrival > keepArrivals {
			for _, it := range c.members {
				w.weights.count(it, -1)
				w.families.remove(it)
				delete(w.items, it.id)
			}
			w.index.drop(c)
			delete(w.clusters, id)
		}
	}
}

// refresh applies today's word weights to everything, so that the window does not depend on its past.
func (w *Window) refresh() {
	w.stale = 0
	w.weights.renew()
	for _, it := range w.items {
		w.weights.apply(it)
	}
	for _, c := range w.clusters {
		c.resum()
	}
}

// reindex makes stories findable by the words that weigh most today.
func (w *Window) reindex() {
	w.index = index{}
	for _, c := range w.sorted() {
		c.keys = nil
		for _, it := range c.members {
			w.index.add(c, it)
		}
	}
}

// sorted returns the clusters in the order of their IDs.
func (w *Window) sorted() []*cluster {
	all := make([]*cluster, 0, len(w.clusters))
	for _, c := range w.clusters {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *cluster) int { return cmp.Compare(a.id, b.id) })
	return all
}
