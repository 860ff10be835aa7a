package store

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// Words for what nobody but the store can tell of a subscription.
const (
	hubNotAsked = "not subscribed yet: a push needs a public address (--base-url)"
	hubSilent   = "the hub took the request but never verified it: can it reach the public address (--base-url)?"
	hubMisses   = "the hub did not push what polling found, so it is not relied on"
)

// maxMissed is how many polls in a row may find news that a hub should have pushed, before it is not relied on.
const maxMissed = 2

// hubDue puts the claim's order in one place: its index is hubs_due.
const hubDue = `SELECT h.feed_id FROM hubs h JOIN feeds f ON f.id = h.feed_id
	WHERE h.wanted = 1 AND h.next_at <= ? AND h.lease_until <= ? AND f.stopped = 0
	ORDER BY h.next_at, h.feed_id LIMIT ? {FOR UPDATE OF h SKIP LOCKED}`

// ClaimHubs takes up to limit subscriptions that are to be asked for, or asked for again, and leases them until then.
// What was asked before and never verified counts as a failure.
func (s *Store) ClaimHubs(ctx context.Context, now, until time.Time, limit int) ([]news.HubWork, error) {
	const query = "WITH due AS (" + hubDue + `)
		UPDATE hubs SET lease_until = ?, asked_at = ?, failures = failures + 1 - answered,
			problem = CASE WHEN answered = 0 THEN CAST(? AS text) ELSE problem END, answered = 0
		WHERE feed_id IN (SELECT feed_id FROM due) RETURNING ` + hubColumns
	var works []news.HubWork
	err := s.write(ctx, "claim hubs", func(ctx context.Context, t *tx) error {
		works = works[:0]
		return t.each(ctx, func(row scanner) error {
			var w news.HubWork
			err := scanHub(row, &w)
			works = append(works, w)
			return err
		}, query, micros(now), micros(now), limit, micros(until), micros(now), hubSilent)
	})
	slices.SortFunc(works, func(a, b news.HubWork) int { return int(a.FeedID - b.FeedID) })
	return works, err
}

const hubColumns = "feed_id, url, topic, token, secret, failures, poll_at, lease_until"

// scanHub reads hubColumns and whatever columns follow them.
func scanHub(row scanner, w *news.HubWork, after ...any) error {
	var poll, lease int64
	err := row.Scan(append([]any{&w.FeedID, &w.Hub.URL, &w.Hub.Topic, &w.Token, &w.Secret, &w.Failures, &poll, &lease}, after...)...)
	w.PollAt, w.LeaseUntil = fromMicros(poll), fromMicros(lease)
	return err
}

// SaveHubs stores what asking came to. A hub may have verified, or denied, before the answer to the request was read:
// then that stands. An answer whose lease was lost changes nothing.
func (s *Store) SaveHubs(ctx context.Context, answers []news.HubAnswer) error {
	const query = `UPDATE hubs SET lease_until = 0, callback = v.column3,
			failures = CASE WHEN answered = 0 AND v.column4 <> '' THEN failures + 1 ELSE failures END,
			problem  = CASE WHEN answered = 0 AND v.column4 <> '' THEN v.column4 ELSE problem END,
			next_at  = CASE WHEN answered = 0 THEN v.column5 ELSE next_at END,
			answered = CASE WHEN v.column4 <> '' THEN 1 ELSE answered END
		FROM (VALUES (?, ?, ?, ?, ?)) AS v WHERE feed_id = v.column1 AND lease_until = v.column2`
	var rows [][]any
	for _, a := range answers {
		rows = append(rows, []any{int64(a.FeedID), micros(a.LeaseUntil), address(a.Callback), clip(a.Problem, maxHeadline), micros(a.RetryAt)})
	}
	return s.write(ctx, "save hubs", func(ctx context.Context, t *tx) error {
		_, err := t.bulk(ctx, query, rows)
		return err
	})
}

// SettleHubs starts afresh with every hub that was told to call another address than this one.
func (s *Store) SettleHubs(ctx context.Context, callback string, now time.Time) error {
	const query = `UPDATE hubs SET callback = '', asked_at = 0, answered = 1, verified_at = 0, lease_end = 0, next_at = ?, failures = 0,
			problem = '', missed = 0 WHERE callback <> '' AND callback <> ?`
	return s.write(ctx, "settle hubs", func(ctx context.Context, t *tx) error {
		_, err := t.exec(ctx, query, micros(now), address(callback))
		return err
	})
}

// saveHubs notes which hubs the polled feeds name; before is the last entry that was there before the polls' own. It
// comes after saveFeeds, whose next polls it brings forward where a push asked for that while the poll went on.
func (t *tx) saveHubs(ctx context.Context, polls []news.Poll, before news.EntryID, now time.Time) error {
	var polled, naming, silent []news.FeedID
	var rows [][]any
	for _, poll := range polls {
		polled = append(polled, poll.Feed.ID)
		hub := news.Hub{URL: address(poll.Hub.URL), Topic: address(poll.Hub.Topic)}
		switch {
		case hub.URL != "" && hub.Topic != "":
			naming = append(naming, poll.Feed.ID)
			rows = append(rows, []any{int64(poll.Feed.ID), hub.URL, hub.Topic, rand.Text(), rand.Text() + rand.Text(), micros(now)})
		case len(poll.Entries) > 0: // a document was read, and names none
			silent = append(silent, poll.Feed.ID)
		}
	}
	const want = "UPDATE hubs SET wanted = ? WHERE wanted <> ? AND feed_id IN (:ids)"
	_, err := t.exec(ctx, want, 0, 0, ids(t.s.d, silent))
	if err == nil {
		_, err = t.exec(ctx, want, 1, 1, ids(t.s.d, naming))
	}
	if err == nil {
		_, err = t.bulk(ctx, nameHub, rows)
	}
	if err == nil {
		err = t.countMissed(ctx, polled, before, now)
	}
	if err != nil {
		return err
	}
	const remind = `UPDATE feeds SET next_poll_at = h.poll_at FROM hubs h WHERE h.feed_id = feeds.id AND feeds.id IN (:ids)
		AND h.poll_at > feeds.polled_at AND h.poll_at < feeds.next_poll_at AND feeds.failures = 0`
	_, err = t.exec(ctx, remind, ids(t.s.d, polled))
	return err
}

// nameHub starts afresh with a new hub or topic: another address to call, another secret.
const nameHub = `INSERT INTO hubs (feed_id, url, topic, token, secret, next_at) VALUES (?, ?, ?, ?, ?, ?)
	ON CONFLICT (feed_id) DO UPDATE SET url = excluded.url, topic = excluded.topic, token = excluded.token, secret = excluded.secret,
		next_at = excluded.next_at, callback = '', asked_at = 0, answered = 1, verified_at = 0, lease_end = 0, failures = 0, problem = '',
		missed = 0, lease_until = 0
	WHERE hubs.url <> excluded.url OR hubs.topic <> excluded.topic`

// countMissed counts the polls that found news which a hub should have pushed.
func (t *tx) countMissed(ctx context.Context, polled []news.FeedID, before news.EntryID, now time.Time) error {
	const query = `UPDATE hubs SET missed = missed + 1 WHERE lease_end > ? AND feed_id IN (:ids)
		AND feed_id IN (SELECT feed_id FROM entries WHERE id > ?)`
	_, err := t.exec(ctx, query, micros(now), ids(t.s.d, polled), int64(before))
	return err
}

// lastEntry is the newest identifier of an entry.
func (t *tx) lastEntry(ctx context.Context) (id news.EntryID, err error) {
	err = t.each(ctx, func(row scanner) error { return row.Scan(&id) }, "SELECT coalesce(max(id), 0) FROM entries")
	return id, err
}

// hubHealth tells the health page what a hub does for its feed.
func hubHealth(h *news.Health, asked, leaseEnd, missed int64, problem string) {
	h.HubProblem = problem
	switch {
	case missed >= maxMissed && leaseEnd > 0:
		h.HubProblem = hubMisses
	case asked == 0 && problem == "":
		h.HubProblem = hubNotAsked
	default:
		h.HubUntil = fromMicros(leaseEnd)
	}
}

// fillHubs adds what hubs do to the health of feeds that were just claimed.
func (t *tx) fillHubs(ctx context.Context, feeds []news.Feed) error {
	wanted := make([]news.FeedID, len(feeds))
	at := map[news.FeedID]*news.Health{}
	for i := range feeds {
		wanted[i], at[feeds[i].ID] = feeds[i].ID, &feeds[i].Health
	}
	return t.each(ctx, func(row scanner) error {
		var id news.FeedID
		var asked, leaseEnd, missed int64
		var problem string
		err := row.Scan(&id, &asked, &leaseEnd, &missed, &problem)
		if h := at[id]; h != nil {
			hubHealth(h, asked, leaseEnd, missed, problem)
		}
		return err
	}, "SELECT feed_id, asked_at, lease_end, missed, problem FROM hubs WHERE feed_id IN (:ids)", ids(t.s.d, wanted))
}
