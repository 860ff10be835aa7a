package news

import (
	"fmt"
	"strings"
	"time"
)

// SavedSearch is a query that a user keeps under a name.
type SavedSearch struct {
	ID       int64
	User     UserID
	Name     string
	Query    string // as it was typed: "last week" stays that
	MadeAt   time.Time
	SeenAt   time.Time // when its page was last open
	BeforeAt time.Time // when it was in an earlier visit: what came later is new
}

// MaxSavedSearches is how many a user may keep.
const MaxSavedSearches = 100

// Bounds of a saved search, in bytes.
const (
	maxSearchName  = 100
	maxSearchQuery = 500
)

// Validate reports what cannot be kept, as [ErrInvalid].
func (s SavedSearch) Validate() error {
	if s.Name == "" || len(s.Name) > maxSearchName || s.Name != strings.Join(strings.Fields(s.Name), " ") {
		return fmt.Errorf("name %.40q of a search: want 1 to %d bytes on one line: %w", s.Name, maxSearchName, ErrInvalid)
	}
	if s.Query == "" || len(s.Query) > maxSearchQuery || s.Query != strings.TrimSpace(s.Query) {
		return fmt.Errorf("query %.40q of a search: want 1 to %d bytes: %w", s.Query, maxSearchQuery, ErrInvalid)
	}
	return nil
}

// Visit notes that the search's page is opened, and that an earlier visit is over when it was not open for long.
func (s *SavedSearch) Visit(now time.Time) {
	if now.Sub(s.SeenAt) > VisitEnds {
		s.BeforeAt = s.SeenAt
	}
	s.SeenAt = now.UTC()
}
