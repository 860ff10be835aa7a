package web

import "time"

// month is a part of a list that goes by the calendar.
type month[T any] struct {
	ID    string // within the page: "m2031-05"
	Days  daysLine
	Parts []T
}

// byMonth parts a list where the month changes; the list is in the order of its days, whichever way.
func byMonth[T any](list []T, now time.Time, day func(T) time.Time) []month[T] {
	var months []month[T]
	for _, one := range list {
		at := day(one)
		first := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
		if n := len(months); n == 0 || !months[n-1].Days.first.Equal(first) {
			months = append(months, month[T]{ID: first.Format("m2006-01"), Days: daysOf(first, first.AddDate(0, 1, 0), now)})
		}
		last := &months[len(months)-1]
		last.Parts = append(last.Parts, one)
	}
	return months
}
