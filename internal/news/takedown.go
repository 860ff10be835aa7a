package news

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Takedown is a word of the instance's owner that something must not be shown any more: because its publisher, a court or
// whom it is about asked for it. It is kept for good, without what was taken down, and the public log lists it.
type Takedown struct {
	ID        int64
	Kind      TakedownKind
	Of        int64    // the number of what is taken down
	Source    SourceID // whose work it is; 0: of no single one
	Publisher string   // its name
	Reason    string   // in the owner's words; everybody reads it
	By        string
	At        time.Time
	UndoneAt  time.Time // zero while it holds
}

// TakedownKind is what can be taken down. The list is closed.
type TakedownKind string

// The kinds.
const (
	TakedownArticle TakedownKind = "article"
	TakedownStory   TakedownKind = "story"  // all articles that it has
	TakedownSource  TakedownKind = "source" // all that it published, and all that it will
	TakedownEntity  TakedownKind = "entity" // the page of a person, an organisation or a place, and what it said
	TakedownQuote   TakedownKind = "quote"  // an entry of the ledger of quotations, not the article it stands in
)

// TakedownKinds lists all kinds.
func TakedownKinds() []TakedownKind {
	return []TakedownKind{TakedownArticle, TakedownStory, TakedownSource, TakedownEntity, TakedownQuote}
}

// maxTakedownReason bounds a reason, in bytes.
const maxTakedownReason = 300

// Validate says what of a takedown cannot be done, as [ErrInvalid]. A reason is needed: the public log gives it.
func (t Takedown) Validate() error {
	switch {
	case !slices.Contains(TakedownKinds(), t.Kind):
		return fmt.Errorf("take down %q: want one of %v: %w", t.Kind, TakedownKinds(), ErrInvalid)
	case t.Of <= 0:
		return fmt.Errorf("take down %s %d: %w", t.Kind, t.Of, ErrInvalid)
	case strings.TrimSpace(t.Reason) == "" || len(t.Reason) > maxTakedownReason:
		return fmt.Errorf("a takedown needs a reason of 1 to %d bytes, which the public log gives: %w", maxTakedownReason, ErrInvalid)
	}
	return nil
}

// Holds reports whether it was not undone.
func (t Takedown) Holds() bool { return t.UndoneAt.IsZero() }
