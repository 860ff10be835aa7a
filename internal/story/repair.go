package story

import (
	"cmp"
	"maps"
	"slices"

	"nutgraf/internal/news"
)

// neighbourly is the likeness of two articles from which on a repair looks at their stories together.
const neighbourly = 0.06

// young is up to how many articles a window knows its words so little that every batch is repaired at once.
const young = 250

// Repair looks again at the stories that changed since the last one, together with those around them: their articles are
// grouped anew, as if they came all at once. What was one story keeps its ID with its larger part; what turns out to be
// one story keeps the ID of which it has most articles, of equals the older.
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
	w.catchUp()
	for _, together := range w.neighbourhoods() {
		w.regroup(together, g)
	}
	maps.DeleteFunc(g.Merged, func(from, _ news.StoryID) bool { return from >= born })
	for i := range g.Placed {
		if it := w.items[g.Placed[i].Article]; it != nil {
			g.Placed[i].Story = it.story
		}
	}
	for _, c := range w.clusters {
		c.dirty = false
	}
}

// neighbourhoods returns the stories that changed and those beside them, in sets that have nothing to do with each
// other.
func (w *Window) neighbourhoods() [][]*cluster {
	root := map[news.StoryID]news.StoryID{}
	find := func(id news.StoryID) news.StoryID {
		for root[id] != id {
			root[id] = root[root[id]]
			id = root[id]
		}
		return id
	}
	link := func(a, b news.StoryID) {
		for _, id := range []news.StoryID{a, b} {
			if _, in := root[id]; !in {
				root[id] = id
			}
		}
		if a, b = find(a), find(b); a != b {
			root[max(a, b)] = min(a, b)
		}
	}
	all := w.sorted()
	for _, c := range all {
		if !c.dirty {
			continue
		}
		link(c.id, c.id)
		for _, it := range c.members {
			for i := range it.ties {
				if it.ties[i].like.mix() >= neighbourly {
					link(c.id, w.graph.slots[it.ties[i].to].story)
				}
			}
			for _, other := range w.edits.together[it.id] {
				if o := w.items[other]; o != nil && w.clusters[o.story] != nil {
					link(c.id, o.story)
				}
			}
		}
	}
	sets := map[news.StoryID][]*cluster{}
	var order []news.StoryID
	for _, c := range all {
		if _, in := root[c.id]; !in {
			continue
		}
		r := find(c.id)
		if sets[r] == nil {
			order = append(order, r)
		}
		sets[r] = append(sets[r], c)
	}
	list := make([][]*cluster, len(order))
	for i, r := range order {
		list[i] = sets[r]
	}
	return list
}

// regroup groups the articles of some stories anew.
func (w *Window) regroup(stories []*cluster, g *news.Grouping) {
	var voiced []*item
	spent := map[news.StoryID][]*item{}
	size := map[news.StoryID]int{}
	for _, c := range stories {
		size[c.id] = len(c.members)
		for _, it := range c.members {
			if it.spent {
				spent[c.id] = append(spent[c.id], it)
			} else {
				voiced = append(voiced, it)
			}
		}
	}
	if len(voiced) < 2 {
		return
	}
	groups := w.settled(voiced).groups()
	heirs, at := inherit(groups)
	for i, c := range heirs {
		if c != 0 {
			groups[i] = append(groups[i], spent[c]...)
		}
	}
	for _, c := range stories { // stories without a heir go where most of theirs went
		if i, gone := at[c.id]; gone && heirs[i] != c.id {
			groups[i] = append(groups[i], spent[c.id]...)
		}
	}
	w.rename(stories, groups, heirs, at, g)
}

// inherit decides which group keeps which story's ID: where most articles of one story are. at says where most of each
// story went. A group of which heirs says 0 is a new story.
func inherit(groups [][]*item) (heirs []news.StoryID, at map[news.StoryID]int) {
	type claim struct {
		group, n int
		story    news.StoryID
	}
	var claims []claim
	for i, group := range groups {
		n := map[news.StoryID]int{}
		for _, it := range group {
			n[it.story]++
		}
		for id, n := range n {
			claims = append(claims, claim{i, n, id})
		}
	}
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.story, b.story), cmp.Compare(a.group, b.group))
	})
	heirs, at = make([]news.StoryID, len(groups)), map[news.StoryID]int{}
	for _, c := range claims {
		if _, told := at[c.story]; !told {
			at[c.story] = c.group
		}
	}
	for _, c := range claims {
		if heirs[c.group] == 0 && at[c.story] == c.group {
			heirs[c.group] = c.story
		}
	}
	return heirs, at
}

// rename gives the groups their stories, and notes in the grouping what moved.
func (w *Window) rename(stories []*cluster, groups [][]*item, heirs []news.StoryID, at map[news.StoryID]int, g *news.Grouping) {
	was := map[*item]news.StoryID{}
	size := map[news.StoryID]int{}
	for _, c := range stories {
		size[c.id] = len(c.members)
		for _, it := range c.members {
			was[it] = c.id
		}
	}
	for i, group := range groups {
		if heirs[i] == 0 {
			heirs[i] = w.fresh(group[0].lang).id
		}
	}
	for _, c := range stories {
		into := heirs[at[c.id]]
		if into == c.id {
			continue
		}
		delete(w.clusters, c.id)
		for old, target := range g.Merged {
			if target == c.id {
				g.Merged[old] = into
			}
		}
		g.Merged[c.id] = into
	}
	for i, group := range groups {
		c := w.clusters[heirs[i]]
		same := size[c.id] == len(group)
		for _, it := range group {
			same = same && was[it] == c.id
		}
		if same {
			continue
		}
		w.fill(c, group)
		for _, it := range group {
			if was[it] != c.id {
				g.Placed = append(g.Placed, news.Placement{Article: it.id, Story: c.id, Family: it.family})
			}
		}
	}
}
