package story

import (
	"slices"

	"nutgraf/internal/news"
)

// constraints are what editors said about the grouping.
type constraints struct {
	joins, parted [][2]news.ArticleID
	byArticle     map[news.ArticleID][]news.ArticleID // parted from
	together      map[news.ArticleID][]news.ArticleID
	pins, hides   map[news.ArticleID]news.Edit
}

// Constrain gives the window the edits that hold from now on, all of them, in the order in which they were made: of two
// that contradict each other the later holds. The next repair makes them true; call it soon.
func (w *Window) Constrain(edits []news.Edit) {
	w.edits = constraintsOf(edits)
	for _, e := range edits {
		for _, id := range []news.ArticleID{e.Article, e.Other} {
			if it := w.items[id]; it != nil && w.clusters[it.story] != nil {
				c := w.clusters[it.story]
				c.dirty, c.changed = true, true
			}
		}
	}
}

func constraintsOf(edits []news.Edit) *constraints {
	c := &constraints{byArticle: map[news.ArticleID][]news.ArticleID{}, together: map[news.ArticleID][]news.ArticleID{},
		pins: map[news.ArticleID]news.Edit{}, hides: map[news.ArticleID]news.Edit{}}
	pairs := map[[2]news.ArticleID]news.EditKind{}
	var order [][2]news.ArticleID
	for _, e := range edits {
		pair := [2]news.ArticleID{min(e.Article, e.Other), max(e.Article, e.Other)}
		switch e.Kind {
		case news.EditJoin, news.EditPart:
			if _, again := pairs[pair]; again {
				order = slices.DeleteFunc(order, func(p [2]news.ArticleID) bool { return p == pair })
			}
			pairs[pair], order = e.Kind, append(order, pair)
		case news.EditPin:
			c.pins[e.Article] = e
		case news.EditHide:
			c.hides[e.Article] = e
		}
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
