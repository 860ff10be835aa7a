package story

import "nutgraf/internal/news"

// Constrain tells the window what editors want: which articles belong to one story, and which do not. It replaces what
// was told before, and holds until it is told anew.
func (w *Window) Constrain(edits []news.Edit) {
	w.edits = map[news.ArticleID][]news.Edit{}
	for _, e := range edits {
		if e.Kind.Pair() {
			w.edits[e.Article] = append(w.edits[e.Article], e)
			w.edits[e.Other] = append(w.edits[e.Other], e)
		}
	}
}
