package story

import (
	"cmp"
	"math"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// maxSum is how many words the sum of a story's vectors keeps; beyond it the weakest go.
const maxSum = 1536

// cluster is a story in the making.
type cluster struct {
	id          news.StoryID
	lang        string
	members     []*item
	voiced      int       // members whose vectors are kept
	sum         []feature // of the members' vectors
	length      float64   // of sum
	keys        []uint32  // under which the index holds it, rising
	oldest      time.Time
	newest      time.Time
	lastArrival int
	dirty       bool           // changed since the last repair
	changed     bool           // changed since the last grouping
	shown       news.ArticleID // whose headline was told last

	round int     // of the search that last found it, see index.near
	votes float32 // in that search
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

// join puts an article into a story.
func (w *Window) join(it *item, c *cluster) {
	it.story = c.id
	if len(c.members) == 0 {
		c.oldest, c.newest, c.lastArrival = it.at, it.at, it.arrival
	}
	c.members = append(c.members, it)
	c.span(it)
	c.dirty, c.changed = true, true
	if it.spent {
		return
	}
	c.voiced++
	c.sum = prune(plus(c.sum, it.vector))
	c.length = math.Sqrt(dot(c.sum, c.sum))
	w.index.add(c, it)
}

// leave takes an article out of its story; a story without articles is gone.
func (w *Window) leave(it *item) {
	c := w.clusters[it.story]
	if c == nil {
		return
	}
	c.members = slices.DeleteFunc(c.members, func(m *item) bool { return m == it })
	if len(c.members) == 0 {
		w.index.drop(c)
		delete(w.clusters, c.id)
		return
	}
	c.resum()
	c.oldest, c.newest, c.lastArrival = c.members[0].at, c.members[0].at, 0
	for _, it := range c.members {
		c.span(it)
	}
	c.dirty, c.changed = true, true
}

// resum computes the sum anew.
func (c *cluster) resum() {
	c.sum, c.voiced = nil, 0
	for _, it := range c.members {
		if !it.spent {
			c.sum = prune(plus(c.sum, it.vector))
			c.voiced++
		}
	}
	c.length = math.Sqrt(dot(c.sum, c.sum))
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

// plus adds two vectors; it changes neither.
func plus(a, b []feature) []feature {
	if len(a) == 0 {
		return b
	}
	sum := make([]feature, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].hash == b[j].hash:
			sum = append(sum, feature{a[i].hash, a[i].weight + b[j].weight})
			i++
			j++
		case a[i].hash < b[j].hash:
			sum = append(sum, a[i])
			i++
		default:
			sum = append(sum, b[j])
			j++
		}
	}
	sum = append(sum, a[i:]...)
	return slices.Clone(append(sum, b[j:]...)) // in its own size
}

// prune keeps the heaviest words of a long vector.
func prune(v []feature) []feature {
	if len(v) <= maxSum {
		return v
	}
	byWeight := slices.Clone(v)
	slices.SortFunc(byWeight, heavier)
	kept := slices.Clone(byWeight[:maxSum*3/4])
	slices.SortFunc(kept, func(x, y feature) int { return cmp.Compare(x.hash, y.hash) })
	return kept
}

func heavier(x, y feature) int {
	switch { // by hand: nothing is called more often
	case x.weight > y.weight:
		return -1
	case x.weight < y.weight:
		return 1
	}
	return cmp.Compare(x.hash, y.hash)
}
