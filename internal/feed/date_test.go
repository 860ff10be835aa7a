package feed_test

import (
	"testing"
	"time"

	"nutgraf/internal/feed"
)

func TestDates(t *testing.T) {
	t.Parallel()
	now := utc(2026, 11, 23, 12, 0, 0)
	tests := []struct {
		in   string
		want time.Time
	}{
		{"Tue, 03 Feb 2026 10:00:00 GMT", utc(2026, 2, 3, 10, 0, 0)},
		{"Tue, 3 Feb 2026 10:00:00 +0100", utc(2026, 2, 3, 9, 0, 0)},
		{"Tue, 3 Feb 2026 10:00 EST", utc(2026, 2, 3, 15, 0, 0)},
		{"3 February 26 10:00:00 PM CET", utc(2026, 2, 3, 21, 0, 0)},
		{"Thu, 03 Feb 2026 10:00:00 GMT+02:00", utc(2026, 2, 3, 8, 0, 0)},
		{"Tue Feb  3 10:00:00 2026", utc(2026, 2, 3, 10, 0, 0)},
		{"February 3, 2026", utc(2026, 2, 3, 0, 0, 0)},
		{"2026-02-03T10:00:00+05:30", utc(2026, 2, 3, 4, 30, 0)},
		{"2026-02-03T10:00:00.123Z", utc(2026, 2, 3, 10, 0, 0).Add(123 * time.Millisecond)},
		{"2026-02-03 10:00:00", utc(2026, 2, 3, 10, 0, 0)},
		{"2026-02-03T10:00", utc(2026, 2, 3, 10, 0, 0)},
		{"2026-02-03", utc(2026, 2, 3, 0, 0, 0)},
		{"2026-02", utc(2026, 2, 1, 0, 0, 0)},
		{"20260203T100000Z", utc(2026, 2, 3, 10, 0, 0)},
		{"20260203", utc(2026, 2, 3, 0, 0, 0)},
		{"03.02.2026 10:00", utc(2026, 2, 3, 10, 0, 0)},
		{"03/02/2026 10:00", utc(2026, 2, 3, 10, 0, 0)},
		{"2/3/2026 10:00:00 PM", utc(2026, 2, 3, 22, 0, 0)},
		{"mar. 3 févr. 2026 10:00", utc(2026, 2, 3, 10, 0, 0)},
		{"Di, 3 März 2026 10:00:00 +0100", utc(2026, 3, 3, 9, 0, 0)},
		{"3 de diciembre de 2025", utc(2025, 12, 3, 0, 0, 0)},
		{"вт, 3 февраля 2026 10:00", utc(2026, 2, 3, 10, 0, 0)},
		{"2026年2月3日 10:00", utc(2026, 2, 3, 10, 0, 0)},
		{"1770112800", utc(2026, 2, 3, 10, 0, 0)},
		{"Dec 24", utc(2025, 12, 24, 0, 0, 0)},
		{"2026-02-03T24:00:00Z", utc(2026, 2, 4, 0, 0, 0)},
		{"2 hours ago", time.Time{}},
		{"yesterday", time.Time{}},
		{"0000-00-00 00:00:00", time.Time{}},
		{"Thu, 01 Jan 1970 00:00:00 GMT", time.Time{}},
		{"2026-13-45", time.Time{}},
	}
	for _, test := range tests {
		doc, err := feed.Parse([]byte("<rss><item><pubDate>"+test.in+"</pubDate></item></rss>"), feed.Context{Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Entries[0].PublishedAt; !got.Equal(test.want) {
			t.Errorf("%q: got %v, want %v", test.in, got, test.want)
		}
	}
}
