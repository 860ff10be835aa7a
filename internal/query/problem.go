package query

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Problem is something of a query that was not understood. Parse returns them joined.
type Problem struct {
	Kind         ProblemKind
	Field, Value string // that it is about
	Meant        string // the field or value that it looks like; may be empty
}

// ProblemKind is what is wrong.
type ProblemKind int

const (
	TooLong      ProblemKind = iota // its end was left out
	NoValue                         // nothing follows the colon of a field
	NoDate                          // a field of dates has another value
	NoField                         // Field is the name of none, but looks like that of Meant
	NoSuchValue                     // Field never has that Value
	Unclosed                        // Value is a quotation mark or parenthesis without the other one
	BareOperator                    // Value is an operator with nothing to join; it was taken as a word
	NoTime                          // the time asked for ends, with Value, before it begins; nothing can be found
)

func (p Problem) Error() string {
	meant := ""
	switch {
	case p.Meant == "":
	case p.Kind == NoField:
		meant = fmt.Sprintf("; did you mean %s:?", p.Meant)
	default:
		meant = fmt.Sprintf("; did you mean %s:%s?", p.Field, p.Meant)
	}
	switch p.Kind {
	case NoValue:
		return fmt.Sprintf("%s: wants a value right after the colon", p.Field)
	case NoDate:
		return fmt.Sprintf("%s:%s is no date; write it like %s:2026-01-31", p.Field, p.Value, p.Field)
	case NoField:
		return p.Field + ": is no field" + meant
	case NoSuchValue:
		return fmt.Sprintf("%s: is never %s%s", p.Field, p.Value, meant)
	case Unclosed:
		return "a " + p.Value + " stands alone"
	case BareOperator:
		return p.Value + " joins nothing; it was taken as a word"
	case NoTime:
		return fmt.Sprintf("nothing is published before %s and after that", p.Value)
	}
	return "the search is too long; its end was left out"
}

// maxProblems is how many problems of one query are told.
const maxProblems = 5

// told joins problems, each once.
func told(problems []Problem) error {
	var errs []error
	for i, p := range problems {
		if !slices.Contains(problems[:i], p) && len(errs) < maxProblems {
			errs = append(errs, p)
		}
	}
	return errors.Join(errs...)
}

// Check tells what is wrong with a query at a time, and was not yet when it was read: that it asks for what is published
// after a time and before an earlier one.
func Check(n Node, now time.Time) error {
	if _, until, by := within(n, now); by != "" {
		return Problem{Kind: NoTime, Value: by, Field: until.Format(time.RFC3339)}
	}
	return nil
}

// Within is the time outside of which a query matches nothing at all. A zero time is no bound.
func Within(n Node, now time.Time) (from, until time.Time) {
	from, until, _ = within(n, now)
	return from, until
}

// within also gives the value of the bound that leaves no time; empty: there is some.
func within(n Node, now time.Time) (from, until time.Time, by string) {
	parts := []Node{n}
	if and, ok := n.(And); ok {
		parts = and.Of
	}
	upper := ""
	for _, part := range parts {
		f, ok := part.(Field)
		if !ok {
			continue
		}
		begins, ends, ok := f.Span(now)
		if !ok {
			continue
		}
		switch f.Name {
		case FieldAfter:
			ends = time.Time{}
		case FieldBefore:
			begins, ends = time.Time{}, begins
		}
		if begins.After(from) {
			from = begins
		}
		if !ends.IsZero() && (until.IsZero() || ends.Before(until)) {
			until, upper = ends, f.Value
		}
	}
	if !until.IsZero() && !from.Before(until) {
		by = upper
	}
	return from, until, by
}

// nearest is the one of some words that a word was most likely meant to be; empty: none.
func nearest(word string, among []string) string {
	best, least := "", 3
	for _, one := range among {
		most := 1 // of letters wrong
		if len(one) >= 6 {
			most = 2
		}
		if d := distance(word, one); len(one) >= 4 && d <= most && d < least {
			best, least = one, d
		}
	}
	return best
}

// distance is how many letters must be put in, left out, changed or swapped with the next to make one word of the other.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 30 || len(y) > 30 {
		return len(x) + len(y)
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		for j := range rows[i] {
			if i == 0 || j == 0 {
				rows[i][j] = i + j
				continue
			}
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}

// likeField is the field that a name looks like, which is none.
func likeField(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	var names []string
	for _, f := range fields {
		names = append(append(names, f.Name), f.also...)
	}
	if f := fieldOf(nearest(name, names)); f != nil {
		return f.Name
	}
	return ""
}
