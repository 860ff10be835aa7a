package feed_test

import (
	"reflect"
	"testing"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// every makes entries that were published at a steady pace, the newest at now.
func every(pause time.Duration, now time.Time) *feed.Document {
	doc := &feed.Document{}
	for i := range 20 {
		doc.Entries = append(doc.Entries, news.Entry{PublishedAt: now.Add(-time.Duration(i) * pause)})
	}
	return doc
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	now := utc(2026, 11, 23, 12, 0, 0)
	slow := every(30*time.Minute, now)
	slow.TTL = 3 * time.Hour
	until := func(d time.Duration) news.Health { return news.Health{HubUntil: now.Add(d)} }
	tests := []struct {
		name string
		feed news.Feed
		doc  *feed.Document
		pace feed.Pace
		want time.Duration // the least wait; a tenth may be added
	}{
		{"busy", news.Feed{}, every(time.Minute, now), feed.Pace{}, 5 * time.Minute},
		{"half-hourly", news.Feed{}, every(30*time.Minute, now), feed.Pace{}, 10 * time.Minute},
		{"monthly", news.Feed{}, every(30*24*time.Hour, now), feed.Pace{}, 24 * time.Hour},
		{"fallen silent", news.Feed{}, every(time.Minute, now.Add(-6*time.Hour)), feed.Pace{}, time.Hour},
		{"no entries", news.Feed{}, &feed.Document{}, feed.Pace{}, time.Hour},
		{"not modified", news.Feed{Interval: 80 * time.Minute}, nil, feed.Pace{}, 90 * time.Minute},
		{"server says fresh", news.Feed{Interval: time.Hour}, nil, feed.Pace{MaxAge: 2 * time.Hour}, 2 * time.Hour},
		{"server says fresh for a week", news.Feed{Interval: time.Hour}, nil, feed.Pace{MaxAge: 7 * 24 * time.Hour}, 24 * time.Hour},
		{"ttl", news.Feed{}, slow, feed.Pace{}, 3 * time.Hour},
		{"third failure", news.Feed{Interval: 10 * time.Minute, Failures: 3}, nil, feed.Pace{}, 40 * time.Minute},
		{"many failures", news.Feed{Interval: 10 * time.Minute, Failures: 1000}, nil, feed.Pace{}, 24 * time.Hour},
		{"a hub pushes", news.Feed{Health: until(240 * time.Hour)}, every(time.Minute, now), feed.Pace{}, 6 * time.Hour},
		{"a hub pushes, not modified", news.Feed{Interval: time.Hour, Health: until(240 * time.Hour)}, nil, feed.Pace{}, 6 * time.Hour},
		{"a hub pushes what is rare", news.Feed{Health: until(240 * time.Hour)}, every(30*24*time.Hour, now), feed.Pace{}, 24 * time.Hour},
		{"a hub pushes for an hour more", news.Feed{Health: until(time.Hour)}, every(time.Minute, now), feed.Pace{}, time.Hour},
		{"a hub pushed until a moment ago", news.Feed{Health: until(-time.Second)}, every(time.Minute, now), feed.Pace{}, 5 * time.Minute},
		{"a hub pushes but polling fails", news.Feed{Interval: 5 * time.Minute, Failures: 1, Health: until(240 * time.Hour)}, nil, feed.Pace{}, 10 * time.Minute},
		{"retry after", news.Feed{Interval: 10 * time.Minute, Failures: 1}, nil, feed.Pace{RetryAfter: 5 * time.Hour}, 5 * time.Hour},
	}
	for _, test := range tests {
		test.pace.Now = now
		test.feed.URL = "https://courier.example/rss"
		got := feed.Schedule(test.feed, test.doc, test.pace).NextPollAt.Sub(now)
		if got < test.want || got > test.want+test.want/10 {
			t.Errorf("%s: got %v, want %v and up to a tenth more", test.name, got, test.want)
		}
	}
	stopped := news.Feed{Stopped: true}
	if got := feed.Schedule(stopped, nil, feed.Pace{Now: now}); !reflect.DeepEqual(got, stopped) {
		t.Errorf("a stopped feed changed: %+v", got)
	}
}

func TestQuietHours(t *testing.T) {
	t.Parallel()
	doc, err := feed.Parse([]byte("<rss><channel><skipHours><hour>13</hour><hour>14</hour></skipHours><skipDays><day>Monday</day></skipDays></channel></rss>"), feed.Context{})
	if err != nil {
		t.Fatal(err)
	}
	tuesday := utc(2026, 11, 24, 13, 20, 0)
	if got, want := doc.Quiet.After(tuesday), utc(2026, 11, 24, 15, 0, 0); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	monday := utc(2026, 11, 23, 9, 0, 0)
	if got, want := doc.Quiet.After(monday), utc(2026, 11, 24, 0, 0, 0); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
