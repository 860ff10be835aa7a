package story

import (
	"cmp"
	"slices"
)

const (
	// Kept is how many articles must come after a story's last change before it may leave. It keeps imports
	// of archives together, whose articles come in no order of time.
	Kept = 2000

	// maxVoiced is how many articles of a story keep their vectors: of thousands the newest tell what it is about.
	maxVoiced = 500

	sweepShare = 20 // the window is swept when one article in so many has come
	roomShare  = 20 // and when it is too full one in so many leaves
)

// expire drops what can no longer grow, and the vectors of old members of what can. What leaves is always a whole
// story.
func (w *Window) expire() {
	if len(w.items) > w.options.Most {
		w.makeRoom()
	}
	if w.arrivals-w.swept <= len(w.items)/sweepShare {
		return
	}
	w.swept = w.arrivals
	for _, c := range w.clusters {
		if w.outdated(c.lastArrival) && c.newest.Before(w.clock.Add(-w.options.Span)) {
			w.evict(c)
		} else {
			w.spend(c)
		}
	}
}

// outdated reports whether enough articles have come since that arrival.
func (w *Window) outdated(arrival int) bool { return w.arrivals-arrival > Kept }

// makeRoom evicts the stories that are without news for longest.
func (w *Window) makeRoom() {
	all := w.sorted()
	slices.SortStableFunc(all, func(a, b *cluster) int {
		return cmp.Or(a.newest.Compare(b.newest), cmp.Compare(a.lastArrival, b.lastArrival))
	})
	for _, c := range all {
		if len(w.items) <= w.options.Most-w.options.Most/roomShare {
			return
		}
		w.evict(c)
	}
}

// evict takes a story and its articles out of the window.
func (w *Window) evict(c *cluster) {
	for _, it := range c.members {
		w.families.remove(it)
		w.graph.remove(it)
		delete(w.items, it.id)
	}
	delete(w.clusters, c.id)
}

// spend drops the vectors of a story's old members: what it is about now, the newer ones say. The members stay, and
// count, and their texts are still known.
func (w *Window) spend(c *cluster) {
	limit := w.clock.Add(-w.options.Span)
	excess := c.whole.size - maxVoiced
	var old []*item
	for _, it := range c.members {
		if !it.spent && (len(old) < excess || (it.at.Before(limit) && w.outdated(it.arrival))) {
			old = append(old, it)
		}
	}
	if len(old) == 0 {
		return
	}
	for _, it := range old {
		it.centre = w.centrality(it, c)
	}
	for _, it := range old {
		w.graph.remove(it)
		it.spent, it.features = true, nil
	}
	changed, dirty := c.changed, c.dirty
	w.fill(c, slices.Clone(c.members))
	c.changed, c.dirty = changed, dirty
}
