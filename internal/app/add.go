package app

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// subscriber is the part of the store that adding needs.
type subscriber interface {
	Subscribe(ctx context.Context, wanted []news.Subscription, now time.Time) ([]news.Feed, error)
}

// Follow subscribes to what was found. A section, when given, is where all of it is shelved.
func Follow(ctx context.Context, s subscriber, found []Found, section news.Section) ([]news.Feed, error) {
	wanted := make([]news.Subscription, 0, len(found))
	for _, f := range found {
		f.Subscription.Section = cmp.Or(section, f.Subscription.Section)
		wanted = append(wanted, f.Subscription)
	}
	feeds, err := s.Subscribe(ctx, wanted, time.Now())
	if err != nil {
		return nil, fmt.Errorf("follow %s: %w", wanted[0].URL, err)
	}
	for i := range feeds {
		if i < len(wanted) {
			feeds[i].Title = cmp.Or(feeds[i].Title, wanted[i].Title)
		}
	}
	return feeds, nil
}
