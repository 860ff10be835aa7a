package news_test

import (
	"errors"
	"testing"
	"time"

	"nutgraf/internal/news"
)

func TestParseHour(t *testing.T) {
	t.Parallel()
	want := time.Date(2031, 5, 17, 9, 30, 0, 0, time.UTC)
	for _, text := range []string{"2031-05-17T09:30Z", "2031-05-17T11:30+02:00", "2031-05-17T09:30:59Z", " 2031-05-17 09:30", "2031-05-17T09:30"} {
		if got, err := news.ParseHour(text); err != nil || !got.Equal(want) || got.Location() != time.UTC {
			t.Errorf("%q: got %v, %v; want %v", text, got, err, want)
		}
	}
	if got, err := news.ParseHour("2031-05-17"); err != nil || !got.Equal(want.Truncate(24*time.Hour)) {
		t.Errorf("a day: got %v, %v", got, err)
	}
	for _, text := range []string{"", "noon", "2031-05-17T25:00Z", "1969-01-01", "9999-01-01", "2031-05-17T09:30Z\x00"} {
		if got, err := news.ParseHour(text); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: got %v, %v; want invalid", text, got, err)
		}
	}
}
