package news

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Bounds of the pause between two polls that an operator may ask for.
const (
	minWish = 5 * time.Minute
	maxWish = 24 * time.Hour
)

// Validate says what of a wish cannot be had.
func (w FeedWish) Validate() error {
	if w.Interval != 0 && (w.Interval < minWish || w.Interval > maxWish) {
		return fmt.Errorf("interval %v: want %v to %v, or none for the feed's own rhythm: %w", w.Interval, minWish, maxWish, ErrInvalid)
	}
	if w.Reading != ReadPage && w.Reading != ReadFeed {
		return fmt.Errorf("reading %.20q: want page or feed: %w", string(w.Reading), ErrInvalid)
	}
	if strings.ContainsFunc(w.User+w.Password, unicode.IsControl) || strings.Contains(w.User, ":") {
		return fmt.Errorf("a user has no colon in it, and neither a user nor a password has control characters: %w", ErrInvalid)
	}
	return nil
}

// maxWeight is how much louder than usual a source may be in ranking.
const maxWeight = 10

// Validate says what of a source an operator cannot set so.
func (o Source) Validate() error {
	switch {
	case strings.TrimSpace(o.Name) == "" || len(o.Name) > 200:
		return fmt.Errorf("name %.40q: want 1 to 200 bytes: %w", o.Name, ErrInvalid)
	case o.Country != "" && (len(o.Country) != 2 || strings.Trim(o.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != ""):
		return fmt.Errorf("country %.20q: want two letters such as FR, or none: %w", o.Country, ErrInvalid)
	case !o.Section.Valid():
		return fmt.Errorf("section %.20q: want one of %v: %w", string(o.Section), Sections(), ErrInvalid)
	case !o.Licence.Valid():
		return fmt.Errorf("licence %.20q: want one of %v, or none: %w", string(o.Licence), Licences(), ErrInvalid)
	case !(o.Weight > 0 && o.Weight <= maxWeight):
		return fmt.Errorf("weight %v: want more than 0 and at most %d; 1 is usual: %w", o.Weight, maxWeight, ErrInvalid)
	}
	return nil
}
