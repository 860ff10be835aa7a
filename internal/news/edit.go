package news

import (
	"fmt"
	"slices"
	"time"
)

// ForGood is until when a story is pinned that is pinned for good.
var ForGood = time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC)

// EditKinds lists all kinds.
func EditKinds() []EditKind { return []EditKind{EditJoin, EditPart, EditPin, EditHide} }

// Pair reports whether the kind is about two articles.
func (k EditKind) Pair() bool { return k == EditJoin || k == EditPart }

// Validate reports what is wrong with an edit by itself, as [ErrInvalid].
func (e Edit) Validate() error {
	switch {
	case !slices.Contains(EditKinds(), e.Kind):
		return fmt.Errorf("edit %q: want one of %v: %w", e.Kind, EditKinds(), ErrInvalid)
	case e.Article == 0:
		return fmt.Errorf("%s: no article is named: %w", e.Kind, ErrInvalid)
	case e.Kind.Pair() && (e.Other == 0 || e.Other == e.Article):
		return fmt.Errorf("%s: want two different articles: %w", e.Kind, ErrInvalid)
	case !e.Kind.Pair() && e.Other != 0:
		return fmt.Errorf("%s is about one article, not two: %w", e.Kind, ErrInvalid)
	case e.Kind != EditPin && !e.Until.IsZero():
		return fmt.Errorf("%s has no end: %w", e.Kind, ErrInvalid)
	}
	return nil
}

// String words an edit for people.
func (e Edit) String() string {
	switch {
	case e.Kind.Pair():
		return fmt.Sprintf("%s articles %d and %d", e.Kind, e.Article, e.Other)
	case e.Kind == EditPin && !e.Until.IsZero():
		return fmt.Sprintf("pin the story of article %d until %s", e.Article, e.Until.UTC().Format("2006-01-02 15:04"))
	}
	return fmt.Sprintf("%s the story of article %d", e.Kind, e.Article)
}

// Against returns the edits with which a new one cannot stand: the same word said before, or for a pair those by which
// its articles are joined, or parted, directly or through others.
func (e Edit) Against(edits []Edit) []Edit {
	var against []Edit
	for _, old := range edits {
		if old.Kind == e.Kind && (old.Article == e.Article && old.Other == e.Other || e.Kind.Pair() && old.Article == e.Other && old.Other == e.Article) {
			return []Edit{old}
		}
	}
	switch e.Kind {
	case EditPart:
		return joins(edits, e.Article, e.Other)
	case EditJoin:
		joined := append(slices.Clone(edits), e)
		for _, old := range edits {
			if old.Kind == EditPart && joins(edits, old.Article, old.Other) == nil && joins(joined, old.Article, old.Other) != nil {
				against = append(against, old)
			}
		}
	}
	return against
}

// joins returns a shortest chain of joins that leads from one article to the other; nil when there is none.
func joins(edits []Edit, from, to ArticleID) []Edit {
	type step struct {
		at    ArticleID
		chain []Edit
	}
	seen := map[ArticleID]bool{from: true}
	for todo := []step{{at: from}}; len(todo) > 0; todo = todo[1:] {
		for _, e := range edits {
			if e.Kind != EditJoin {
				continue
			}
			next := e.Other
			if e.Other == todo[0].at {
				next = e.Article
			} else if e.Article != todo[0].at {
				continue
			}
			if seen[next] {
				continue
			}
			seen[next] = true
			chain := append(slices.Clone(todo[0].chain), e)
			if next == to {
				return chain
			}
			todo = append(todo, step{next, chain})
		}
	}
	return nil
}

// Validate reports what is wrong with an edit by itself, as [ErrInvalid].
func (e EntityEdit) Validate() error {
	switch {
	case e.Kind != EditJoin && e.Kind != EditPart && e.Kind != EditHide:
		return fmt.Errorf("edit %q: want one of %v: %w", e.Kind, []EditKind{EditJoin, EditPart, EditHide}, ErrInvalid)
	case e.Entity == 0:
		return fmt.Errorf("%s: no entity is named: %w", e.Kind, ErrInvalid)
	case e.Other == e.Entity || e.Other == 0 && (e.Kind == EditJoin || e.Kind == EditPart && e.Article == 0):
		return fmt.Errorf("%s: want two different entities: %w", e.Kind, ErrInvalid)
	case e.Kind == EditHide && e.Other != 0:
		return fmt.Errorf("%s is about one entity, not two: %w", e.Kind, ErrInvalid)
	case e.Kind != EditPart && e.Article != 0:
		return fmt.Errorf("%s is not about one article: %w", e.Kind, ErrInvalid)
	}
	return nil
}

// String words an edit for people.
func (e EntityEdit) String() string {
	switch {
	case e.Kind == EditHide:
		return fmt.Sprintf("hide the page of %d", e.Entity)
	case e.Article == 0:
		return fmt.Sprintf("%s %d and %d", e.Kind, e.Entity, e.Other)
	case e.Other == 0:
		return fmt.Sprintf("part article %d from %d", e.Article, e.Entity)
	}
	return fmt.Sprintf("part article %d from %d: it names %d", e.Article, e.Entity, e.Other)
}

// Against returns the edit with which a new one cannot stand: what says so already, or the contrary. nil: none.
func (e EntityEdit) Against(edits []EntityEdit) *EntityEdit {
	pair := func(old EntityEdit) bool {
		return old.Entity == e.Entity && old.Other == e.Other || old.Entity == e.Other && old.Other == e.Entity
	}
	for _, old := range edits {
		same := old.Kind == e.Kind && old.Article == e.Article && (old.Entity == e.Entity && old.Other == e.Other || e.Article == 0 && pair(old))
		contrary := old.Kind == EditPart && e.Kind == EditJoin && old.Article == 0 && pair(old)
		if same || contrary {
			return &old
		}
	}
	return nil
}
