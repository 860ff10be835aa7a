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
