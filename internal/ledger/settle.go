package ledger

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// Article is what the ledger must know of an article besides what it says.
type Article struct {
	ID       news.ArticleID
	Source   news.SourceID
	Story    news.StoryID  // zero: none yet
	Thread   news.ThreadID // likewise
	Copy     bool          // it carries the whole text of an earlier one
	At       time.Time     // when it was published; when it was seen if it does not say
	Language string
	Text     string
	Facts    news.Facts
}

// Known is what the store knows that may bear on some articles: everything under their [NameKeys] and [QuoteKeys], at
// most [MaxCandidates] a key. More does no harm.
type Known struct {
	Profiles []news.Profile // those with most articles first, where there are too many; with those of Before and of Edits
	Sayings  []KnownSaying  // the newest first, where there are too many
	Edits    []news.EntityEdit
	Before   map[news.ArticleID][]news.EntityID // whom an article that is read again was said to name
}

// KnownSaying is a saying with its wordings.
type KnownSaying struct {
	news.Saying
	Wordings []string // distinct [Wording]s of its carriers, the longest first; [MaxWordings] are enough
}

const (
	MaxCandidates = 48 // entities or sayings under one key that are worth a look
	MaxWordings   = 6  // of one saying
)

// Settle finds out which entities the actors of some articles are and which sayings their quotes are, and makes new ones
// for the others, numbered from nextEntity and nextSaying. The articles are taken in the order of their time.
// Ledger.Facts are those of the articles; Ledger.Sayings are new ones and those in which something changed; an actor
// without a [news.Naming] is nobody who should have a page.
func Settle(articles []Article, known Known, nextEntity news.EntityID, nextSaying news.SayingID) news.Ledger {
	ordered := make([]*Article, len(articles))
	for i := range articles {
		ordered[i] = &articles[i]
	}
	slices.SortFunc(ordered, func(a, b *Article) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	people := newSettler(known, nextEntity)
	words := newSayings(known.Sayings, nextSaying, people.now)
	var out news.Ledger
	for _, a := range ordered {
		words.settle(a, people.identify(a))
		out.Facts = append(out.Facts, a.Facts)
	}
	out.Entities, out.Merged, out.Named = people.profiles(), people.merged, people.namings()
	out.Sayings, out.Joined, out.Carried = words.entries(), words.joined, words.carryings()
	maps.DeleteFunc(out.Merged, func(from, _ news.EntityID) bool { return from >= nextEntity }) // nobody has seen those
	maps.DeleteFunc(out.Joined, func(from, _ news.SayingID) bool { return from >= nextSaying })
	return out
}
