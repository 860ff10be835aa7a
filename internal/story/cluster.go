package story

import (
	"cmp"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// cluster is a story in the making.
type cluster struct {
	id          news.StoryID
	lang        string
	members     []*item
	whole       bunch // of the members that are not spent
	oldest      time.Time
	newest      time.Time
	lastArrival int
	dirty       bool // changed since the last repair
	changed     bool // changed since the last grouping
}

// open returns the story with that ID, a new one when there is none.
func (w *Window) open(id news.StoryID, lang string) *cluster {
	c := w.clusters[id]
	if c == nil {
		c = &cluster{id: id, lang: lang}
		w.clusters[id] = c
	}
	return c
}

// fresh opens a story that never was.
func (w *Window) fresh(lang string) *cluster {
	w.next++
	return w.open(w.next-1, lang)
}

// join puts an article into a story.
func (w *Window) join(it *item, c *cluster) {
	if !it.spent {
		between, alone := bond{}, bunchOf(it)
		for i := range it.ties {
			if w.graph.slots[it.ties[i].to].story == c.id {
				between.add(&it.ties[i].like)
			}
		}
		if c.whole.size == 0 {
			c.whole = alone
		} else {
			c.whole.join(&alone, &between)
		}
	}
	it.story = c.id
	if len(c.members) == 0 {
		c.oldest, c.newest, c.lastArrival = it.at, it.at, it.arrival
	}
	c.members = append(c.members, it)
	c.span(it)
	c.dirty, c.changed = true, true
}

// leave takes an article out of its story; a story without articles is gone.
func (w *Window) leave(it *item) {
	c := w.clusters[it.story]
	if c == nil {
		return
	}
	rest := slices.DeleteFunc(c.members, func(m *item) bool { return m == it })
	it.story = 0
	if len(rest) == 0 {
		delete(w.clusters, c.id)
		return
	}
	w.fill(c, rest)
}

// fill gives a story these articles and no others.
func (w *Window) fill(c *cluster, members []*item) {
	for _, it := range members {
		it.story = 0
	}
	c.members, c.whole = c.members[:0:0], bunch{}
	for _, it := range members {
		w.join(it, c)
	}
}

// span widens the story's times to a member's.
func (c *cluster) span(it *item) {
	if it.at.Before(c.oldest) {
		c.oldest = it.at
	}
	if it.at.After(c.newest) {
		c.newest = it.at
	}
	c.lastArrival = max(c.lastArrival, it.arrival)
}

// centrality is how near a member is to its fellows, between 0 and 1; of an ordinary one it is a half.
func (w *Window) centrality(it *item, c *cluster) float64 {
	if it.spent {
		return it.centre
	}
	cohesion := c.whole.cohesion()
	if cohesion <= 0 {
		return 0.5
	}
	sum := float32(0)
	for i := range it.ties {
		if w.graph.slots[it.ties[i].to].story == c.id {
			sum += it.ties[i].like.mix()
		}
	}
	return float64(min(1, sum/float32(c.whole.size-1)/cohesion/2))
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
