package query_test

import (
	"testing"
	"time"

	"nutgraf/internal/query"
)

func TestSpan(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 31, 15, 4, 5, 0, time.UTC) // a Tuesday
	for value, want := range map[string]string{
		"2026": "2026-01-01 2027-01-01", "2026-02": "2026-02-01 2026-03-01", "2026-2": "2026-02-01 2026-03-01",
		"2026-02-28": "2026-02-28 2026-03-01", "2026/2/28": "2026-02-28 2026-03-01", "20260228": "2026-02-28 2026-03-01",
		"2026-02-01T02:00:00+02:00": "2026-02-01 2026-02-01T00:00:01",
		"31.1.2026":                 "2026-01-31 2026-02-01", "3/4/2026": "2026-04-03 2026-04-04", "1/31/2026": "2026-01-31 2026-02-01", "1/2026": "2026-01-01 2026-02-01",
		"31 January 2026": "2026-01-31 2026-02-01", "Jan 31 2026": "2026-01-31 2026-02-01", "Jan. 31st, 2026": "2026-01-31 2026-02-01",
		"january 2026": "2026-01-01 2026-02-01", "may": "2025-05-01 2025-06-01", "march": "2026-03-01 2026-04-01", "1 april": "2025-04-01 2025-04-02",
		"29 feb": "2024-02-29 2024-03-01",
		"today":  "2026-03-31 2026-04-01", "Yesterday": "2026-03-30 2026-03-31", "tomorrow": "2026-04-01 2026-04-02", "now": "2026-03-31T15:04:05 2026-03-31T15:04:06",
		"monday": "2026-03-30 2026-03-31", "tuesday": "2026-03-31 2026-04-01", "last tuesday": "2026-03-24 2026-03-25", "wed": "2026-03-25 2026-03-26",
		"this week": "2026-03-30 2026-04-06", "last week": "2026-03-23 2026-03-30", "last month": "2026-02-01 2026-03-01", "this year": "2026-01-01 2027-01-01",
		"7d": "2026-03-24 2026-03-31T15:04:06", "last 7 days": "2026-03-24 2026-03-31T15:04:06", "past week": "2026-03-24 2026-03-31T15:04:06",
		"3 weeks": "2026-03-10 2026-03-31T15:04:06", "1 month ago": "2026-02-28 2026-03-28", "a year ago": "2025-03-31 2026-03-31",
		"24h": "2026-03-30T15:04:05 2026-03-31T15:04:06", "2 hours ago": "2026-03-31T13:04:05 2026-03-31T14:04:05",
	} {
		from, until, ok := query.Field{Name: "in", Value: value}.Span(now)
		if got := brief(from) + " " + brief(until); !ok || got != want {
			t.Errorf("%q: got %s (%t), want %s", value, got, ok, want)
		}
	}
	for _, value := range []string{
		"2026-13", "2026-02-30", "30 february", "31.1", "31-1/2026", "5m", "week", "last", "ago", "0 january", "january january", "99999d", "", "FR",
		"1.1.1", "--2026", "2026-1-1-1", "next week", "9999 years ago", "0500",
	} {
		if from, until, ok := (query.Field{Name: "in", Value: value}).Span(now); ok {
			t.Errorf("%q: got %s to %s, want none", value, from, until)
		}
	}
	if _, _, ok := (query.Field{Name: "source", Value: "2026"}).Span(now); ok {
		t.Error("a source is no time")
	}
}

func brief(t time.Time) string {
	if t.Hour()+t.Minute()+t.Second() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02T15:04:05")
}

func TestCheck(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 31, 15, 4, 5, 0, time.UTC)
	for text, want := range map[string]bool{
		"after:2026-02 before:2026-01": true, "after:2026-01 before:2026-02": false, "after:2026-01 before:2026-01": true,
		"after:today before:last week dam": true, "in:2025 after:2026": true, "in:2026 after:2025": false,
		"after:2026-02 OR before:2026-01": false, "dam": false, "-after:2026 before:2026": false, "in:FR after:2026": false,
	} {
		node, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := query.Check(node, now); (err != nil) != want {
			t.Errorf("%q: got %v", text, err)
		}
	}
}
