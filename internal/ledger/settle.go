package ledger

import (
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
	return news.Ledger{}
}

// NameKeys returns the keys under which entities may be known whom an article names, each once. They are short folded
// strings.
func NameKeys(f news.Facts) []string { return nil }

// ProfileKeys returns the keys under which an entity is to be found, each once, at most 32.
func ProfileKeys(p news.Profile) []string { return nil }

// QuoteKeys returns hashes under which the same words are found again, a part of them or more than them: those of an
// entry of the ledger are what [news.Carrying] has of its carriers. At most 24; none for what is too short to tell.
func QuoteKeys(q news.Quote, text string) []uint64 { return nil }

// Wording returns the words of a quote to the letter, its pieces joined by " … ".
func Wording(q news.Quote, text string) string { return "" }
