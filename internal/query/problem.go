package query

import "fmt"

// Problem is something of a query that was not understood. Parse returns them joined.
type Problem struct {
	Kind         ProblemKind
	Field, Value string // that it is about
}

// ProblemKind is what is wrong.
type ProblemKind int

const (
	TooLong ProblemKind = iota // its end was left out
	NoValue                    // nothing follows the colon of a field
	NoDate                     // a field of dates has another value
)

func (p Problem) Error() string {
	switch p.Kind {
	case NoValue:
		return fmt.Sprintf("%s: wants a value right after the colon", p.Field)
	case NoDate:
		return fmt.Sprintf("%s:%s is no date; write it like %s:2026-01-31", p.Field, p.Value, p.Field)
	}
	return "the search is too long; its end was left out"
}
