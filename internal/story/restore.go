package story

import (
	"cmp"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// Restore puts articles back that were grouped before, all those of a story in one call; what lacks an ID or a story,
// and what is held already, is ignored. Their order does not matter. The next story's ID is set past all that are
// seen. It may be called again at any time, for stories that have left the window and are needed once more: they
// leave again like others. Of more than [Options.Most] articles the oldest stories are left out.
func (w *Window) Restore(articles []news.Article) {
	kept := w.newest(articles)
	restored := make([]*item, 0, len(articles))
	readings := readAll(articles)
	for i := range articles {
		a := &articles[i]
		if a.StoryID == 0 || a.ID == 0 {
			continue
		}
		w.next = max(w.next, a.StoryID+1)
		if w.items[a.ID] != nil || (kept != nil && !kept[a.StoryID]) {
			continue
		}
		it := readings[i]
		it.story, it.family = a.StoryID, cmp.Or(a.FamilyID, a.ID)
		w.items[a.ID] = it
		restored = append(restored, it)
	}
	slices.SortFunc(restored, byTime)
	w.learn(restored)
	for _, it := range restored {
		w.weights.apply(it)
		w.arrive(it)
		w.families.add(it, w.items[it.family])
		w.graph.add(it)
		story := it.story
		it.story = 0
		w.join(it, w.open(story, it.lang))
	}
	for _, it := range restored {
		w.clusters[it.story].changed = false // but still to be repaired: the repair that was due may have been lost
	}
}

// newest chooses the stories that fit into the window; nil means all.
func (w *Window) newest(articles []news.Article) map[news.StoryID]bool {
	if len(articles) <= w.options.Most {
		return nil
	}
	type span struct {
		id     news.StoryID
		newest time.Time
		n      int
	}
	spans := map[news.StoryID]span{}
	for i := range articles {
		s := spans[articles[i].StoryID]
		s.id, s.n = articles[i].StoryID, s.n+1
		if at := articles[i].Time(); at.After(s.newest) {
			s.newest = at
		}
		spans[s.id] = s
	}
	sorted := make([]span, 0, len(spans))
	for _, s := range spans {
		sorted = append(sorted, s)
	}
	slices.SortFunc(sorted, func(a, b span) int { return cmp.Or(b.newest.Compare(a.newest), cmp.Compare(b.id, a.id)) })
	kept, room := map[news.StoryID]bool{}, w.options.Most
	for _, s := range sorted {
		if room -= s.n; room < 0 {
			break
		}
		kept[s.id] = true
	}
	return kept
}

// learn counts the words of new articles, and applies today's weights to the old ones when they have changed much.
func (w *Window) learn(batch []*item) {
	for _, it := range batch {
		w.weights.count(it.features)
	}
	w.stale += len(batch)
	w.unlinked += len(batch)
	switch n := len(w.items); {
	case n > max(young, 2*w.linked): // it has doubled; in one that is full the weights hardly change
		w.refresh()
		w.relink()
	case w.stale > n/4 && n <= relinkMost, w.stale > n/10 && n <= relinkFew:
		w.refresh()
	case w.stale > n/4:
		w.stale = 0
		w.weights.renew()
	}
}

// refresh applies today's word weights to everything, so that the window does not depend on its past.
func (w *Window) refresh() {
	w.stale = 0
	w.weights.renew()
	for _, it := range w.items {
		if !it.spent {
			w.weights.apply(it)
		}
	}
}

const (
	relinkShare = 10     // a repair compares all articles anew when one in so many is new,
	relinkMost  = 20_000 // in a window of at most so many: in larger ones a tenth changes no weight much;
	relinkFew   = 3000   // of so few it always does
)

// catchUp compares everything anew with today's weights when too many articles were compared with older ones.
func (w *Window) catchUp() {
	n := len(w.items)
	if w.unlinked > 0 && (n <= relinkFew || n <= relinkMost && w.unlinked*relinkShare > n) {
		w.refresh()
		w.relink()
	}
}

// relink compares all articles anew, in the order of their times: what it comes to does not depend on how they came.
func (w *Window) relink() {
	all := make([]*item, 0, len(w.items))
	for _, it := range w.items {
		it.slot, it.ties, it.heldUnder, it.levels, it.seen = -1, nil, nil, levels{}, 0
		if !it.spent && it.arrival > 0 {
			all = append(all, it)
		}
	}
	slices.SortFunc(all, byTime)
	w.graph = newGraph()
	for _, it := range all {
		w.graph.add(it)
	}
	for _, c := range w.clusters {
		changed := c.changed
		w.fill(c, slices.Clone(c.members))
		c.changed = changed
	}
	w.unlinked, w.linked = 0, len(w.items)
}
