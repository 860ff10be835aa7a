package news

import (
	"fmt"
	"strings"
	"time"
)

// Filter says which part of a list is wanted; its zero value is the first page of everything. A list takes what
// it understands and ignores the rest: stories have no [Kind], the river of articles has one order.
type Filter struct {
	Edition Edition
	Section Section
	Kind    Kind
	Source  SourceID
	Since   time.Time // only what was updated (stories) or published (articles) at this time or later
	Before  time.Time // only what was updated (stories) before this time
	Order   Order
	At      time.Time // stories as they stood then; zero: now. Not with [OrderUpdated]

	Thread   ThreadID // only stories of it
	Coverage StoryID  // only stories of it, see [Story]

	After string // where the page before this one ended: its next. Opaque; a broken one is [ErrInvalid]
	Limit int    // at most so many; 0 takes [DefaultLimit], more than [MaxLimit] is cut to that
}

const (
	DefaultLimit = 30
	MaxLimit     = 200
)

// ParseHour reads the time of a page of the past, such as 2031-05-17T09:00Z, to the minute. Without a zone it is UTC. The
// error is [ErrInvalid].
func ParseHour(text string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02T15:04Z07:00", time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"} {
		if at, err := time.Parse(layout, strings.TrimSpace(text)); err == nil && at.Year() > 1970 && at.Year() < 2242 {
			return at.UTC().Truncate(time.Minute), nil
		}
	}
	return time.Time{}, fmt.Errorf("%.40q is no time such as 2031-05-17T09:00Z: %w", text, ErrInvalid)
}

// Order is how a list is sorted. Its zero value is [OrderScore] for stories and [OrderNewest] for a search.
type Order string

const (
	OrderScore   Order = "score"   // stories: highest first
	OrderUpdated Order = "updated" // stories: newest first

	OrderNewest   Order = "newest"   // a search: newest first
	OrderRelevant Order = "relevant" // a search: what fits best and is fresh first
)

// Hit is an article that a search found. Its article is light: without Blocks, Related and Enclosures.
type Hit struct {
	Article Article
	Snippet string   // plain text around the first match, cut to whole words
	Matches [][2]int // byte ranges [start, end) of the matched words in Snippet, in order, never overlapping
}

// Found is a page of what a search found.
type Found struct {
	Hits    []Hit
	Next    string    // for the next page: [Filter].After; empty: this was the last
	Reached time.Time // how far back was looked, where a search ended before it had seen everything; zero: all was looked at
}

// Tally counts what a search finds, by what it can be narrowed with. Only the newest matches are counted, never all.
type Tally struct {
	Counted int  // matches that were counted
	More    bool // there are others
	Fields  []TallyField
	Since   []TallySince // by age, the shortest first
}

// TallySince is how many of the counted are at most so old.
type TallySince struct{ Days, N int }

// TallyField is one field of the query language with the values that it has among what was counted.
type TallyField struct {
	Name   string // source, section, lang, kind
	Values []TallyValue
}

// TallyValue is a value as a query writes it. Those of a field come most frequent first.
type TallyValue struct {
	Value string
	Name  string // of a source; else empty
	N     int
}

// SourceState is a source with the health of its feeds.
type SourceState struct {
	Source      Source
	Feeds       []Feed // in order of their IDs
	Articles    int
	SucceededAt time.Time // newest among its feeds; zero when none ever succeeded
	Drifts      []Drift   // what of the reading of its pages is worse than it was
	Turns       []Turn    // the last ones of them, oldest first
}

// Addressed is a story as far as a list of addresses tells of it.
type Addressed struct {
	ID          StoryID
	Headline    string
	Language    string
	FirstSeenAt time.Time
	UpdatedAt   time.Time
}

// Counts says how much there is.
type Counts struct {
	Sources  int
	Feeds    int
	Entries  int
	Articles int
	Stories  int // without redirects
}

// LanguageCount is how many stories there are in a language.
type LanguageCount struct {
	Language string // BCP 47 primary tag; empty when unknown
	Stories  int
}
