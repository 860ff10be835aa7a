// Package news is the vocabulary of Nutgraf: the nouns that the river carries, and the errors.
//
//	feeds ──poll──▶ entries ──read──▶ articles ──group──▶ stories ──rank──▶ pages
//
// A [Source] publishes through one or more [Feed]s. Polling a feed yields [Entry]s: what the feed says.
// Reading an entry yields [Article]s: what the page says, as typed [Block]s. Grouping puts each article into
// exactly one [Story], and into one text family, so that copies can be told from independent reports.
//
// The package holds plain structs and imports the standard library only. Times are UTC; a zero time means
// unknown. Strings are UTF-8 plain text unless the field says HTML. Nothing here knows SQL, HTTP or JSON:
// the rooms that speak those own their shapes.
package news

import (
	"errors"
	"strconv"
)

// The errors that a caller may act on. Anything else is internal.
var (
	ErrNotFound    = errors.New("not found")
	ErrInvalid     = errors.New("invalid")
	ErrConflict    = errors.New("conflict")
	ErrForbidden   = errors.New("forbidden")
	ErrUnavailable = errors.New("unavailable")
)

// Identifiers are given by the store, start at 1, and are never used again. Zero means "not stored yet".
type (
	SourceID  int64
	FeedID    int64
	EntryID   int64
	ArticleID int64
	StoryID   int64
	ThreadID  int64
	EntityID  int64
	SayingID  int64
)

func (id SourceID) String() string  { return strconv.FormatInt(int64(id), 10) }
func (id FeedID) String() string    { return strconv.FormatInt(int64(id), 10) }
func (id EntryID) String() string   { return strconv.FormatInt(int64(id), 10) }
func (id ArticleID) String() string { return strconv.FormatInt(int64(id), 10) }
func (id ThreadID) String() string  { return strconv.FormatInt(int64(id), 10) }
func (id StoryID) String() string   { return strconv.FormatInt(int64(id), 10) }
func (id EntityID) String() string  { return strconv.FormatInt(int64(id), 10) }
func (id SayingID) String() string  { return strconv.FormatInt(int64(id), 10) }

// Link is a titled address that an article points to.
type Link struct {
	Title string
	URL   string
}
