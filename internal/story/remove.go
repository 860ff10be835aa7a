package story

import (
	"cmp"
	"slices"

	"nutgraf/internal/news"
)

// Remove takes articles out of the window, as if they had never come: those that left it, and those that never were
// in it, are ignored. A story without articles is gone; its ID is not given again. What is left of the others is told.
func (w *Window) Remove(ids ...news.ArticleID) news.Grouping {
	for _, id := range ids {
		it := w.items[id]
		if it == nil {
			continue
		}
		w.families.remove(it)
		w.leave(it)
		w.graph.remove(it)
		delete(w.items, id)
	}
	return news.Grouping{Stories: w.changed()}
}

// Central returns the articles of a story that the window holds, the one that tells best what the story is about first:
// by how near they are to its centre and how well their form suits a lead. Copies come after texts of their own.
func (w *Window) Central(id news.StoryID) []news.ArticleID {
	c := w.clusters[id]
	if c == nil {
		return nil
	}
	type placed struct {
		*item
		copied int
		value  float64
	}
	members := make([]placed, len(c.members))
	for i, it := range c.members {
		members[i] = placed{it, 0, it.merit + w.centrality(it, c)}
		if it.family != it.id {
			members[i].copied = 1
		}
	}
	slices.SortFunc(members, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.copied, b.copied), cmp.Compare(b.value, a.value), byTime(a.item, b.item))
	})
	ids := make([]news.ArticleID, len(members))
	for i, m := range members {
		ids[i] = m.id
	}
	return ids
}
