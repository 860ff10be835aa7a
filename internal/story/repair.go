package story

import (
	"cmp"
	"maps"
	"slices"

	"nutgraf/internal/news"
)

// renewShare: a repair renews the word weights, and with them looks at all stories, when one article in so many is new.
const renewShare = 50

// maxSplit is the size up to which a story is looked through for parts; the work grows with its cube.
const maxSplit = 100

// Repair looks at the stories that changed since the last one, and at all when the word weights have changed. Stories whose articles resemble each other enough
// become one, the most alike first: the ID of the larger stays, of equals the older. A story whose articles do not
// hold together is parted: the larger part keeps the ID.
func (w *Window) Repair() news.Grouping {
	g := news.Grouping{Merged: map[news.StoryID]news.StoryID{}}
	w.repair(&g, w.next)
	g.Stories = w.changed()
	w.expire()
	return g
}

// repair adds to a grouping what it changes. Stories from the ID born on are new in that grouping: nobody needs to
// know where they went.
func (w *Window) repair(g *news.Grouping, born news.StoryID) {
	if w.stale*renewShare > len(w.items) {
		w.refresh()
		w.reindex()
	}
	for _, c := range w.sorted() {
		if c.dirty {
			g.Placed = append(g.Placed, w.split(c)...)
		}
	}
	w.merge(g.Merged)
	maps.DeleteFunc(g.Merged, func(from, _ news.StoryID) bool { return from >= born })
	for i := range g.Placed { // a part may have found another story at once
		if it := w.items[g.Placed[i].Article]; it != nil {
			g.Placed[i].Story = it.story
		}
	}
	for _, c := range w.clusters {
		c.dirty = false
	}
}

// young is up to how many articles a window knows its words so little that every batch is repaired at once, and that
// no story is kept together for having been one: what a likeness was then says little about what it is now.
const young = 250

// splits is the mean likeness below which two parts of a story are two stories.
func (w *Window) splits() float64 {
	if len(w.items) <= young {
		return mergeLikeness
	}
	return splitLikeness
}

// pair is two stories that may be one.
type pair struct {
	a, b     *cluster
	likeness float64
}

// merge joins stories until no two are alike enough, and notes which went where.
func (w *Window) merge(merged map[news.StoryID]news.StoryID) {
	var pairs []pair
	for _, c := range w.sorted() {
		if c.dirty {
			pairs = w.pairs(pairs, c)
		}
	}
	for len(pairs) > 0 {
		best := slices.MinFunc(pairs, closer)
		from, into := best.a, best.b
		if cmp.Or(cmp.Compare(len(from.members), len(into.members)), cmp.Compare(into.id, from.id)) > 0 {
			from, into = into, from
		}
		w.index.drop(from)
		delete(w.clusters, from.id)
		for _, it := range from.members {
			w.join(it, into)
		}
		merged[from.id] = into.id
		for old, target := range merged {
			if target == from.id {
				merged[old] = into.id
			}
		}
		pairs = slices.DeleteFunc(pairs, func(p pair) bool {
			return p.a == from || p.b == from || p.a == into || p.b == into
		})
		pairs = w.pairs(pairs, into)
	}
}

// closer sorts the most alike first.
func closer(p, q pair) int {
	return cmp.Or(cmp.Compare(q.likeness, p.likeness), cmp.Compare(p.a.id, q.a.id), cmp.Compare(p.b.id, q.b.id))
}

// pairs appends the stories that are alike enough to be one with c.
func (w *Window) pairs(pairs []pair, c *cluster) []pair {
	for _, other := range w.index.near(heaviest(c.sum, 2*keysPerItem), c.lang, c) {
		if likeness := between(c, other); likeness >= mergeLikeness {
			pairs = append(pairs, pair{c, other, likeness})
		}
	}
	return pairs
}

// split parts a story that does not hold together, and returns where the articles that left it went.
func (w *Window) split(c *cluster) []news.Placement {
	if len(c.members) < 4 || len(c.members) > maxSplit || c.inner() >= surely {
		return nil
	}
	var voiced, spent []*item
	for _, it := range c.members {
		if it.spent {
			spent = append(spent, it)
		} else {
			voiced = append(voiced, it)
		}
	}
	parts := linkage(voiced, w.splits())
	if len(parts) < 2 {
		return nil
	}
	slices.SortStableFunc(parts, func(a, b []*item) int { return cmp.Compare(len(b), len(a)) })
	parts[0] = append(parts[0], spent...) // nothing is known of them but where they are
	var placed []news.Placement
	w.index.drop(c)
	for i, part := range parts {
		home := c
		if i > 0 {
			home = w.open(w.next, c.lang)
			w.next++
		}
		home.members, home.sum, home.voiced = nil, nil, 0
		for _, it := range part {
			w.join(it, home)
			if i > 0 {
				placed = append(placed, news.Placement{Article: it.id, Story: home.id, Family: it.family})
			}
		}
	}
	return placed
}

// linkage groups articles by their mean resemblance, the most alike first, down to a least one.
func linkage(items []*item, least float64) [][]*item {
	n := len(items)
	parts := make([][]*item, n)
	links := make([][]float64, n) // sums of resemblances between parts
	for i := range items {
		parts[i] = []*item{items[i]}
		links[i] = make([]float64, n)
		for j := range i {
			links[i][j] = dot(items[i].vector, items[j].vector)
			if items[i].family == items[j].family {
				links[i][j] = 1
			}
			links[j][i] = links[i][j]
		}
	}
	for {
		a, b, top := 0, 0, least
		for i := range parts {
			for j := range i {
				if mean := links[i][j] / float64(max(1, len(parts[i])*len(parts[j]))); len(parts[i]) > 0 && len(parts[j]) > 0 && mean >= top {
					a, b, top = j, i, mean
				}
			}
		}
		if a == b {
			break
		}
		parts[a], parts[b] = append(parts[a], parts[b]...), nil
		for k := range parts {
			links[a][k] += links[b][k]
			links[k][a] = links[a][k]
		}
	}
	return slices.DeleteFunc(parts, func(part []*item) bool { return len(part) == 0 })
}
