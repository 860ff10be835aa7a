package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// SetFeed changes what an operator may change of a feed: its address, kind, title, section, wish, and whether it is
// stopped. change gets the feed as it is stored and may be called again; an error from it ends the whole. What the feed's
// next poll is follows from the change, and a poll that is under way is given up, so that it cannot overwrite what
// was set. It returns the feed before and after. An address that another feed has is [news.ErrConflict].
func (s *Store) SetFeed(ctx context.Context, id news.FeedID, now time.Time, change func(f *news.Feed) error) (before, after news.Feed, err error) {
	err = s.write(ctx, fmt.Sprintf("set feed %d", id), func(ctx context.Context, t *tx) error {
		if before, err = t.feed(ctx, id); err != nil {
			return err
		}
		after = before
		if err := change(&after); err != nil {
			return err
		}
		after = settled(before, after, now)
		if err := t.checkFeed(ctx, before, after); err != nil {
			return err
		}
		return t.setFeed(ctx, after)
	})
	return before, after, err
}

// settled draws the consequences of a change.
func settled(before, after news.Feed, now time.Time) news.Feed {
	after.ID, after.SourceID, after.LeaseUntil = before.ID, before.SourceID, time.Time{}
	after.ListID = 0 // what a person sets is no list's any more
	after.URL, after.Title = clean(after.URL), clip(after.Title, maxName)
	moved := after.URL != before.URL
	if moved {
		after.Health.MovedFrom, after.Health.MovedAt = before.URL, now
	}
	if moved || after.Kind != before.Kind || after.Wish.Selectors != before.Wish.Selectors {
		// What the server said of the old reading must not hide what the new one yields.
		after.ETag, after.LastModified, after.Moving, after.NextPollAt = "", "", news.Move{}, now
	}
	switch {
	case after.Stopped && !before.Stopped:
		after = after.Paused()
	case !after.Stopped && (before.Stopped || moved):
		after = after.Resumed(now)
	}
	if w, old := after.Wish, before.Wish; w.User != old.User || w.Password != old.Password || !slices.Equal(w.Headers, old.Headers) {
		after.NextPollAt = now // it may let us in
	}
	if d := after.Wish.Interval; d > 0 && d != before.Wish.Interval {
		after.Interval = d
		if next := after.PolledAt.Add(d); next.Before(after.NextPollAt) {
			after.NextPollAt = next
		}
	}
	return after.Noted(now)
}

// checkFeed refuses what cannot be stored or polled.
func (t *tx) checkFeed(ctx context.Context, before, after news.Feed) error {
	if err := canPoll(news.Subscription{URL: after.URL, Kind: after.Kind}); err != nil {
		return err
	}
	if !after.Section.Valid() {
		return fmt.Errorf("section %.20q: want one of %v: %w", after.Section, news.Sections(), news.ErrInvalid)
	}
	if after.URL == before.URL {
		return nil
	}
	other, err := t.feedByURL(ctx, after.URL)
	if err == nil && other.ID != 0 {
		err = fmt.Errorf("%s is followed already, as feed %d: stop following one of them: %w", after.URL, other.ID, news.ErrConflict)
	}
	return err
}

func (t *tx) setFeed(ctx context.Context, f news.Feed) error {
	const query = `UPDATE feeds SET url = ?, kind = ?, title = ?, section = ?, wish = ?, etag = ?, last_modified = ?, poll_interval = ?,
		next_poll_at = ?, failures = ?, reason = ?, problem = ?, stopped = ?, health = ?, list_id = 0, lease_until = 0 WHERE id = ?`
	_, err := t.exec(ctx, query, f.URL, string(f.Kind), f.Title, string(f.Section), packWish(f.Wish), f.ETag, f.LastModified,
		f.Interval.Microseconds(), micros(f.NextPollAt), int64(f.Failures), string(f.Reason), f.Problem, flag(f.Stopped), packHealth(f), int64(f.ID))
	return err
}

// feed reads one feed and keeps it from changing until the transaction ends.
func (t *tx) feed(ctx context.Context, id news.FeedID) (f news.Feed, err error) {
	err = t.each(ctx, func(row scanner) error { return scanFeed(row, &f) }, "SELECT "+feedColumns+" FROM feeds WHERE id = ? {FOR UPDATE}", int64(id))
	if err == nil && f.ID == 0 {
		err = fmt.Errorf("feed %d: %w", id, news.ErrNotFound)
	}
	return f, err
}

// PollNow makes feeds due at once. One that is stopped, or being polled at this moment, is left as it is. It returns how many are due.
func (s *Store) PollNow(ctx context.Context, feeds []news.FeedID, now time.Time) (n int, err error) {
	const query = `UPDATE feeds SET next_poll_at = ? - id * ? % ? WHERE id IN (:ids) AND stopped = 0 AND lease_until <= ?`
	err = s.write(ctx, "poll now", func(ctx context.Context, t *tx) error {
		changed, err := t.exec(ctx, query, micros(now), queueStep, queueSpan, ids(s.d, feeds), micros(now))
		n = int(changed)
		return err
	})
	return n, err
}
