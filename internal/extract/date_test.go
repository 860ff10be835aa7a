package extract

import (
	"testing"
	"time"
)

// The test is inside the package: readDate is the heart of dating pages and has no exported door of its own.

func TestReadDate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in, want string
		dateOnly bool
	}{
		{"2024-01-30T08:05:09+08:00", "2024-01-30T08:05:09+08:00", false},
		{"2024-01-30T08:05:09.123Z", "2024-01-30T08:05:09Z", false},
		{"2024-01-30 08:05:09 -0500", "2024-01-30T08:05:09-05:00", false},
		{"2024-01-30", "2024-01-30T00:00:00Z", true},
		{"20240130T080509Z", "2024-01-30T08:05:09Z", false},
		{"1706601909", "2024-01-30T08:05:09Z", false},
		{"Tue, 30 Jan 2024 08:05:09 GMT", "2024-01-30T08:05:09Z", false},
		{"January 30, 2024", "2024-01-30T00:00:00Z", true},
		{"Published Jan. 30, 2024, 4:05 p.m. EST", "2024-01-30T16:05:00-05:00", false},
		{"30. Januar 2024, 16:05 Uhr", "2024-01-30T16:05:00Z", false},
		{"30 de enero de 2024", "2024-01-30T00:00:00Z", true},
		{"30 января 2024", "2024-01-30T00:00:00Z", true},
		{"2024年1月30日 16:05", "2024-01-30T16:05:00Z", false},
		{"2024년 1월 30일", "2024-01-30T00:00:00Z", true},
		{"30.01.2024", "2024-01-30T00:00:00Z", true},
		{"30/01/2024 16:05", "2024-01-30T16:05:00Z", false},
		{"1/30/2024", "2024-01-30T00:00:00Z", true},
		{"3. März 2024", "2024-03-03T00:00:00Z", true},
		{"2024. május 3.", "2024-05-03T00:00:00Z", true},
		{"3 พ.ค. 2567", "2024-05-03T00:00:00Z", true},
		{"३ मई २०२४", "2024-05-03T00:00:00Z", true},
		{"٣ مايو ٢٠٢٤", "2024-05-03T00:00:00Z", true},
		{"3 במאי 2024", "2024-05-03T00:00:00Z", true},
		{"令和6年5月3日", "2024-05-03T00:00:00Z", true},
		{"03-May-2024 16:05", "2024-05-03T16:05:00Z", false},
		{"13/5/24", "2024-05-13T00:00:00Z", true},
		{"5/13/2024 4:05 PM", "2024-05-13T16:05:00Z", false},
		{"2024-02-31", "", false},
		{"12 people in 2024", "", false},
		{"yesterday", "", false},
	}
	for _, test := range tests {
		got, dateOnly, found := readDate(test.in)
		if !found {
			if test.want != "" {
				t.Errorf("%q: found nothing, want %s", test.in, test.want)
			}
			continue
		}
		if got.Format(time.RFC3339) != test.want || dateOnly != test.dateOnly {
			t.Errorf("%q: got %s (day only: %v), want %s (%v)", test.in, got.Format(time.RFC3339), dateOnly, test.want, test.dateOnly)
		}
	}
}

func FuzzReadDate(f *testing.F) {
	for _, seed := range []string{"2024-01-30T08:05:09+08:00", "30. Januar 2024", "Jan 1, 2024 25:99 pm ZZZ", "9999999999", "1/1/2024"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, _, found := readDate(s); found && (got.Year() < 1989 || got.Year() > 2101) {
			t.Errorf("%q: got the year %d", s, got.Year())
		}
	})
}
