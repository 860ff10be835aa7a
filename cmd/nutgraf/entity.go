package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// ledgerStore is the part of the database that tells who is who, who said what, and what happened when.
type ledgerStore interface {
	Entity(ctx context.Context, id news.EntityID) (news.Entity, error)
	Entities(ctx context.Context, f news.LedgerFilter) (found []news.Entity, next string, err error)
	EntityStories(ctx context.Context, id news.EntityID, f news.Filter) (stories []news.Story, next string, err error)
	Company(ctx context.Context, id news.EntityID) ([]news.Entity, error)
	Sayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, next string, err error)
	Happenings(ctx context.Context, f news.LedgerFilter) ([]news.Happening, error)
}

// entityNumber is how a command line names a person, an organisation or a place for certain: its address on the site, or
// the end of that.
var entityNumber = regexp.MustCompile(`(?:^|/)entity/(\d+)(?:/[^/]*)?/?$`)

// maxOthers is how many others of a name are told.
const maxOthers = 5

// bestNamed finds whom a command line names, and others of that name. It is [news.ErrNotFound] when that is nobody.
func bestNamed(ctx context.Context, db ledgerStore, name string) (e news.Entity, others []news.Entity, err error) {
	if own := entityNumber.FindStringSubmatch(name); own != nil {
		id, err := strconv.ParseInt(own[1], 10, 64)
		if err != nil {
			return e, nil, fmt.Errorf("%q: %w", name, news.ErrNotFound)
		}
		e, err = db.Entity(ctx, news.EntityID(id))
		return e, nil, err
	}
	found, _, err := db.Entities(ctx, news.LedgerFilter{Words: name, Limit: maxOthers + 1})
	if err != nil {
		return e, nil, err
	}
	slices.SortStableFunc(found, func(a, b news.Entity) int { return nameLikeness(name, b) - nameLikeness(name, a) })
	if len(found) == 0 {
		return e, nil, fmt.Errorf("nobody is called %q: %w", name, news.ErrNotFound)
	}
	return found[0], found[1:], nil
}

func nameLikeness(words string, e news.Entity) int {
	return text.Named(words, append([]string{e.Name}, e.Aliases...)...)
}

// alike lists names that begin as the words do, for those who mistyped one: the longest beginning that somebody has.
func alike(ctx context.Context, db ledgerStore, name string) ([]news.Entity, error) {
	words := strings.Fields(name)
	for cut := 1; cut <= maxCut; cut++ {
		short := make([]string, len(words))
		for i, word := range words {
			letters := []rune(word)
			short[i] = string(letters[:max(min(len(letters), minLetters), len(letters)-cut)])
		}
		found, _, err := db.Entities(ctx, news.LedgerFilter{Words: strings.Join(short, " "), Limit: maxOthers})
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return nil, nil
}

// How much of each word of a mistyped name is left out at most, and how much is kept at least.
const (
	maxCut     = 5
	minLetters = 3
)

// tellNobody says that nothing was found, and who may have been meant.
func tellNobody(ctx context.Context, out io.Writer, db ledgerStore, nothing, name string) error {
	fmt.Fprintln(out, nothing)
	near, err := alike(ctx, db, name)
	if err != nil {
		return err
	}
	if len(near) > 0 {
		fmt.Fprintln(out, "did you mean:")
		tellOthers(out, near)
	}
	return errReported
}

// tellOthers lists entities, each with how it is named for certain.
func tellOthers(out io.Writer, others []news.Entity) {
	for _, e := range others {
		fmt.Fprintf(out, "  entity/%-6d %s\n", e.ID, printable(strings.Trim(e.Name+", "+e.Role, ", ")))
	}
}

// dayFlag reads a day of the command line; zero when it is not given.
func dayFlag(flag, value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	day, err := news.ParseHour(value)
	if err != nil {
		return day, fmt.Errorf("--%s: %w", flag, err)
	}
	return day, nil
}

// dayWords writes a day, or the first and the last of several.
func dayWords(from, until time.Time) string {
	if from.IsZero() {
		return ""
	}
	first, last := from.Format(time.DateOnly), until.AddDate(0, 0, -1).Format(time.DateOnly)
	if !until.After(from) || first == last {
		return first
	}
	return first + " to " + last
}
