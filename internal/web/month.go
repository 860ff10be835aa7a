package web

import (
	"slices"
	"time"
)

// month is a part of a list that goes by the calendar.
type month[T any] struct {
	ID    string // within the page: "m2031-05"
	Days  daysLine
	Parts []T
}

// byMonth parts a list by months, in the order in which they come first: what is told of a whole month or year may stand
// after its days.
func byMonth[T any](list []T, now time.Time, day func(T) time.Time) []month[T] {
	var months []month[T]
	for _, one := range list {
		at := day(one)
		first := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
		place := slices.IndexFunc(months, func(m month[T]) bool { return m.Days.first.Equal(first) })
		if place < 0 {
			place = len(months)
			months = append(months, month[T]{ID: first.Format("m2006-01"), Days: daysOf(first, first.AddDate(0, 1, 0), now)})
		}
		months[place].Parts = append(months[place].Parts, one)
	}
	return months
}
