package news_test

import (
	"errors"
	"testing"
	"time"

	"nutgraf/internal/news"
)

func TestAgesAndSizes(t *testing.T) {
	t.Parallel()
	day := news.Age(24 * time.Hour)
	for words, want := range map[string]news.Age{"36h": 36 * news.Age(time.Hour), "90d": 90 * day, " 2Y ": 730 * day, "forever": news.Forever} {
		age, err := news.ParseAge(words)
		again, err2 := news.ParseAge(age.String())
		if err != nil || err2 != nil || age != want || again != want {
			t.Errorf("%q: got %v and %v, want %v; %v, %v", words, age, again, want, err, err2)
		}
	}
	for _, words := range []string{"", "0d", "-3d", "90", "d", "1000000y", "for ever", "1.5y"} {
		if age, err := news.ParseAge(words); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: got %v, %v", words, age, err)
		}
	}
	now := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	if !news.Forever.Before(now).IsZero() || !news.Age(0).Before(now).IsZero() || !(2 * day).Before(now).Equal(now.AddDate(0, 0, -2)) {
		t.Error("what is kept for good is never too old, all else is after its age")
	}
	for words, want := range map[string]news.ByteSize{"none": 0, "512": 512, "1.5TB": 1_500_000_000_000, "50 gb": 50_000_000_000} {
		if size, err := news.ParseByteSize(words); err != nil || size != want {
			t.Errorf("%q: got %d, %v", words, size, err)
		}
	}
	for _, words := range []string{"", "lots", "-1GB", "NaN", "1e30TB"} {
		if size, err := news.ParseByteSize(words); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: got %d, %v", words, size, err)
		}
	}
}
