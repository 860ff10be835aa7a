package story

import (
	"slices"

	"nutgraf/internal/news"
)

// constraints are what editors said about the grouping: articles joined and parted.
type constraints struct {
	joins, parted [][2]news.ArticleID
	byArticle     map[news.ArticleID][]news.ArticleID // parted from
	together      map[news.ArticleID][]news.ArticleID
}

// Constrain gives the window the edits that hold from now on, all of them, in the order in which they were made: of two
// that contradict each other the later holds. The next repair makes them true, and judges anew what earlier ones held
// together or apart; call it soon.
func (w *Window) Constrain(edits []news.Edit) {
	was := w.edits
	w.edits = constraintsOf(edits)
	for _, c := range []*constraints{was, w.edits} {
		for _, pair := range slices.Concat(c.joins, c.parted) {
			w.stir(pair[0])
			w.stir(pair[1])
		}
	}
}

// stir has the next repair look at an article's story.
func (w *Window) stir(id news.ArticleID) {
	if it := w.items[id]; it != nil && w.clusters[it.story] != nil {
		c := w.clusters[it.story]
		c.dirty, c.changed = true, true
	}
}

func constraintsOf(edits []news.Edit) *constraints {
	c := &constraints{byArticle: map[news.ArticleID][]news.ArticleID{}, together: map[news.ArticleID][]news.ArticleID{}}
	pairs := map[[2]news.ArticleID]news.EditKind{}
	var order [][2]news.ArticleID
	for _, e := range edits {
		pair := [2]news.ArticleID{min(e.Article, e.Other), max(e.Article, e.Other)}
		if !e.Kind.Pair() {
			continue // what pins and hides is no matter of grouping
		}
		if _, again := pairs[pair]; again {
			order = slices.DeleteFunc(order, func(p [2]news.ArticleID) bool { return p == pair })
		}
		pairs[pair], order = e.Kind, append(order, pair)
	}
	for _, pair := range order {
		a, b := pair[0], pair[1]
		if pairs[pair] == news.EditJoin {
			c.joins = append(c.joins, pair)
			c.together[a], c.together[b] = append(c.together[a], b), append(c.together[b], a)
		} else {
			c.parted = append(c.parted, pair)
			c.byArticle[a], c.byArticle[b] = append(c.byArticle[a], b), append(c.byArticle[b], a)
		}
	}
	return c
}

// parts reports whether an editor took the article away from another one.
func (c *constraints) parts(id news.ArticleID) bool { return len(c.byArticle[id]) > 0 }

// forbids reports whether an editor took the article away from one of that story.
func (w *Window) forbids(it *item, c *cluster) bool {
	for _, other := range w.edits.byArticle[it.id] {
		if o := w.items[other]; o != nil && o.story == c.id {
			return true
		}
	}
	return false
}

// ordered returns the story of an article that an editor joined to this one; nil without any.
func (w *Window) ordered(it *item) *cluster {
	for _, other := range w.edits.together[it.id] {
		if o := w.items[other]; o != nil && w.clusters[o.story] != nil && o.lang == it.lang {
			return w.clusters[o.story]
		}
	}
	return nil
}

// settled groups articles as the merge decision and editors say. Who joins two articles joins their stories; where another
// edit keeps these apart, the two articles come together first, and the rest where it fits.
func (w *Window) settled(voiced []*item) *settling {
	edits := *w.edits
	edits.joins = nil
	var whole [][2]*item
	for _, pair := range w.edits.joins {
		a, b := w.voice(pair[0], voiced), w.voice(pair[1], voiced)
		if a != nil && b != nil && a.lang == b.lang {
			whole = append(whole, [2]*item{a, b})
		}
	}
	for {
		s := settle(voiced, w.graph, w.score, &edits)
		s.run(oneStory)
		kept := s.unite(whole)
		if kept < 0 {
			return s
		}
		edits.joins = append(edits.joins, [2]news.ArticleID{whole[kept][0].id, whole[kept][1].id})
		whole = slices.Delete(whole, kept, kept+1)
	}
}

// voice returns an article if it is among those, and for one whose words were dropped the oldest of its story there.
func (w *Window) voice(id news.ArticleID, voiced []*item) *item {
	it := w.items[id]
	if it == nil {
		return nil
	}
	var found *item
	for _, v := range voiced {
		if v == it {
			return it
		}
		if it.spent && v.story == it.story && (found == nil || byTime(v, found) < 0) {
			found = v
		}
	}
	return found
}

// unite joins the stories of each pair, and returns the first pair of which an editor parted others; -1 when there is none.
func (s *settling) unite(pairs [][2]*item) int {
	if len(pairs) == 0 {
		return -1
	}
	node := make(map[*item]int32, len(s.items))
	for i, it := range s.items {
		node[it] = int32(i)
	}
	for i, pair := range pairs {
		a, b := s.find(node[pair[0]]), s.find(node[pair[1]])
		if s.apart[[2]int32{a, b}] {
			return i
		}
		s.join(a, b)
	}
	return -1
}
