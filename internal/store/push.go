package store

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// HubByToken finds the subscription that a call of a hub is about, and its feed. It is [news.ErrNotFound] when there
// is none, or none any more: the feed was removed or has stopped.
func (s *Store) HubByToken(ctx context.Context, token string) (f news.Feed, w news.HubWork, err error) {
	const query = `SELECT h.feed_id, h.url, h.topic, h.token, h.secret, h.failures, h.poll_at, h.lease_until, f.source_id, f.url, f.kind
		FROM hubs h JOIN feeds f ON f.id = h.feed_id WHERE h.token = ? AND f.stopped = 0`
	err = s.one(ctx, func(row scanner) error { return scanHub(row, &w, &f.SourceID, &f.URL, &f.Kind) }, query, clean(token))
	f.ID = w.FeedID
	return f, w, s.fail("hub by token", err)
}

// ConfirmHub notes that a hub verified the subscription to a topic and will push for that long; it is asked again at the
// given time. It is [news.ErrNotFound] when nobody asked for that: the hub must be told no.
func (s *Store) ConfirmHub(ctx context.Context, token, topic string, now, until, next time.Time) error {
	const query = `UPDATE hubs SET missed = CASE WHEN lease_end <= ? THEN 0 ELSE missed END,
			verified_at = ?, lease_end = ?, next_at = ?, answered = 1, failures = 0, problem = ''
		WHERE token = ? AND topic = ? AND wanted = 1 AND asked_at > 0
		AND EXISTS (SELECT 1 FROM feeds f WHERE f.id = hubs.feed_id AND f.stopped = 0)`
	return s.write(ctx, "confirm hub", func(ctx context.Context, t *tx) error {
		n, err := t.exec(ctx, query, micros(now), micros(now), micros(until), micros(next), clean(token), clean(topic))
		if err == nil && n == 0 {
			err = news.ErrNotFound
		}
		return err
	})
}

// DenyHub notes that a hub refuses or ends the subscription to a topic; it is asked again at the given time. The feed
// is polled soon, for it may have rested on the hub. [news.ErrNotFound]: nobody asked for that.
func (s *Store) DenyHub(ctx context.Context, token, topic, problem string, now, next time.Time) error {
	const query = `UPDATE hubs SET lease_end = 0, next_at = ?, answered = 1, failures = failures + 1, problem = ?
		WHERE token = ? AND topic = ? AND asked_at > 0 RETURNING feed_id`
	return s.write(ctx, "deny hub", func(ctx context.Context, t *tx) error {
		if err := t.lockFeed(ctx, "(SELECT feed_id FROM hubs WHERE token = ?)", clean(token)); err != nil {
			return err
		}
		var id news.FeedID
		err := t.each(ctx, func(row scanner) error { return row.Scan(&id) }, query,
			micros(next), clip(problem, maxHeadline), clean(token), clean(topic))
		if err == nil && id == 0 {
			err = news.ErrNotFound
		}
		if err != nil {
			return err
		}
		return t.pollSoon(ctx, id, now, "")
	})
}

// HintHub makes a feed due because its hub pushed something that is not believed, for the reason given.
func (s *Store) HintHub(ctx context.Context, id news.FeedID, problem string, now time.Time) error {
	return s.write(ctx, fmt.Sprintf("hint for feed %d", id), func(ctx context.Context, t *tx) error {
		return t.pollSoon(ctx, id, now, problem)
	})
}

// hintGap is the least time between two polls that calls of a hub bring about: whoever calls in its name must not make
// us hammer a publisher. A hint within it counts for the end of it.
const hintGap = 5 * time.Minute

// pollSoon makes a feed due now or, when a hint did that a moment ago, later. A feed that fails is left to its own pace.
func (t *tx) pollSoon(ctx context.Context, id news.FeedID, now time.Time, problem string) error {
	const note = `UPDATE hubs SET pushed_at = ?, missed = 0, problem = CASE WHEN ? <> '' THEN CAST(? AS text) ELSE problem END,
			poll_at = CASE WHEN poll_at + ? > ? THEN poll_at + ? ELSE ? END
		WHERE feed_id = ? AND poll_at <= ? RETURNING poll_at`
	if err := t.lockFeed(ctx, "?", int64(id)); err != nil {
		return err
	}
	problem = clip(problem, maxHeadline)
	var due int64
	err := t.each(ctx, func(row scanner) error { return row.Scan(&due) }, note,
		micros(now), problem, problem, hintGap.Microseconds(), micros(now), hintGap.Microseconds(), micros(now), int64(id), micros(now))
	if err != nil || due == 0 {
		return err
	}
	_, err = t.exec(ctx, "UPDATE feeds SET next_poll_at = ? WHERE id = ? AND next_poll_at > ? AND stopped = 0 AND failures = 0", due, int64(id), due)
	return err
}

// lockFeed keeps a feed for this transaction. Polls and pushes take the feed before its hub: the other way round, two of
// them could wait for each other.
func (t *tx) lockFeed(ctx context.Context, which string, arg any) error {
	return t.each(ctx, func(row scanner) error { return row.Scan(new(int64)) }, "SELECT id FROM feeds WHERE id = "+which+" {FOR UPDATE}", arg)
}

// SavePush saves what a hub pushed and signed, and returns how many entries are new. The state of polling stays as it
// is: a push is no answer to a poll, and has no validators. It is [news.ErrNotFound] when the feed is gone.
func (s *Store) SavePush(ctx context.Context, id news.FeedID, entries []news.Entry, now time.Time) (added int, err error) {
	err = s.write(ctx, fmt.Sprintf("save push for feed %d", id), func(ctx context.Context, t *tx) error {
		var source news.SourceID
		err := t.each(ctx, func(row scanner) error { return row.Scan(&source) },
			"SELECT source_id FROM feeds WHERE id = ? {FOR UPDATE}", int64(id)) // as a poll does: they take turns
		if err == nil && source == 0 {
			err = news.ErrNotFound
		}
		if err != nil {
			return err
		}
		mine := make([]news.Entry, len(entries))
		for i, e := range entries {
			e.FeedID, e.SourceID = id, source
			e.SeenAt = cmp.Or(e.SeenAt, now)
			mine[i] = e
		}
		if added, err = t.putEntries(ctx, mine, nil, now); err != nil {
			return err
		}
		_, err = t.exec(ctx, "UPDATE hubs SET pushed_at = ?, missed = 0, problem = '' WHERE feed_id = ?", micros(now), int64(id))
		return err
	})
	return added, err
}
