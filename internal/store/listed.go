package store

import (
	"context"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// unlisted is the problem of a feed that stopped for [news.ReasonUnlisted]. One that stopped for any other reason is
// not its list's to start.
const unlisted = "its list names it no more"

// A list that suddenly names less than half of its feeds, or none, is more likely broken than meant.
const (
	fewUnlisted = 5 // so many may always go
	doubtLasts  = 24 * time.Hour
)

// Of a list with very many new feeds so many are followed at a time, so that nobody waits long to write; then it is asked
// for again, in full.
const (
	maxBrought  = 1000
	bringsAgain = time.Minute
)

// followListed makes the feeds those that polled lists name: new ones are followed, those that vanished stop, those
// that came back start again. What a person follows, or stopped, is left alone.
func (t *tx) followListed(ctx context.Context, polls []news.Poll, now time.Time) error {
	for i := range polls {
		if polls[i].Feed.Kind != news.FeedList || polls[i].Listed == nil {
			continue
		}
		if err := t.followList(ctx, polls, &polls[i], now); err != nil {
			return fmt.Errorf("list %d: %w", polls[i].Feed.ID, err)
		}
	}
	return nil
}

func (t *tx) followList(ctx context.Context, polls []news.Poll, poll *news.Poll, now time.Time) error {
	list := &poll.Feed
	before, err := t.listedBy(ctx, list.ID)
	if err != nil {
		return err
	}
	missing := map[news.FeedID]bool{}
	for id := range before {
		missing[id] = true
	}
	byURL, err := t.feedsByURL(ctx)
	if err != nil {
		return err
	}
	brought := 0
	for _, w := range poll.Listed {
		w.URL, w.ListID = clean(w.URL), list.ID
		if w.URL == list.URL || canPoll(w) != nil {
			continue
		}
		f := byURL[w.URL]
		if f.ID == 0 {
			if brought++; brought > maxBrought {
				continue
			}
			if f, err = t.subscribe(ctx, w, now); err != nil {
				return err
			}
			byURL[w.URL] = f
		}
		delete(missing, f.ID)
		if before[f.ID] {
			continue
		}
		before[f.ID] = true
		if err := t.nowListed(ctx, list.ID, f, now); err != nil {
			return err
		}
	}
	if brought > maxBrought {
		list.ETag, list.LastModified, list.NextPollAt = "", "", now.Add(bringsAgain)
	}
	if !t.believed(list, len(before), len(missing), now) {
		return nil
	}
	for id := range missing {
		if err := t.unlist(ctx, polls, list.ID, id); err != nil {
			return err
		}
	}
	return nil
}

// believed reports whether a list may drop so many of its feeds. One that seems broken has to say the same again a day
// later; until then it is asked for in full, since "not modified" would say nothing.
func (t *tx) believed(list *news.Feed, named, missing int, now time.Time) bool {
	isOdd := missing > 0 && (missing == named || missing > fewUnlisted && 2*missing > named)
	if !isOdd || !list.Health.ShrunkAt.IsZero() && now.Sub(list.Health.ShrunkAt) >= doubtLasts {
		list.Health.ShrunkAt = time.Time{}
		return true
	}
	if list.Health.ShrunkAt.IsZero() {
		list.Health.ShrunkAt = now
	}
	list.ETag, list.LastModified = "", ""
	list.Problem = fmt.Sprintf("it names only %d of its %d feeds now; the others are kept until it has said so for a day", named-missing, named)
	return false
}

// listedBy gives the feeds that a list named so far.
func (t *tx) listedBy(ctx context.Context, list news.FeedID) (map[news.FeedID]bool, error) {
	named := map[news.FeedID]bool{}
	err := t.each(ctx, func(row scanner) error {
		var id news.FeedID
		err := row.Scan(&id)
		named[id] = true
		return err
	}, "SELECT feed_id FROM listed WHERE list_id = ?", int64(list))
	return named, err
}

// feedsByURL gives all feeds, with what lists have to know of them. One that has moved is found by its old address too,
// which its list may name for years.
func (t *tx) feedsByURL(ctx context.Context) (map[string]news.Feed, error) {
	feeds, moved := map[string]news.Feed{}, map[string]news.Feed{}
	err := t.each(ctx, func(row scanner) error {
		var f news.Feed
		var stopped int64
		var health string
		if err := row.Scan(&f.ID, &f.URL, &f.ListID, &stopped, &f.Reason, &health); err != nil {
			return err
		}
		f.Stopped = stopped != 0
		feeds[f.URL] = f
		if err := unpackHealth(health, &f); err != nil {
			return err
		}
		if f.Health.MovedFrom != "" {
			moved[f.Health.MovedFrom] = f
		}
		return nil
	}, "SELECT id, url, list_id, stopped, reason, health FROM feeds ORDER BY id")
	for address, f := range moved {
		if feeds[address].ID == 0 {
			feeds[address] = f
		}
	}
	return feeds, err
}

// nowListed notes that a list names a feed, and starts it when only being in no list had stopped it.
func (t *tx) nowListed(ctx context.Context, list news.FeedID, f news.Feed, now time.Time) error {
	if _, err := t.exec(ctx, "INSERT INTO listed (list_id, feed_id) VALUES (?, ?) ON CONFLICT DO NOTHING", int64(list), int64(f.ID)); err != nil {
		return err
	}
	if !f.Stopped || f.ListID == 0 || f.Reason != news.ReasonUnlisted {
		return nil
	}
	_, err := t.exec(ctx, "UPDATE feeds SET list_id = ?, stopped = 0, reason = '', problem = '', failures = 0, next_poll_at = ? WHERE id = ?", int64(list), micros(now), int64(f.ID))
	return err
}

// unlist notes that a list names a feed no more. When the list had brought it, another list that names it takes it over,
// or it stops; who polls it at this moment has lost its lease.
func (t *tx) unlist(ctx context.Context, polls []news.Poll, list, id news.FeedID) error {
	if _, err := t.exec(ctx, "DELETE FROM listed WHERE list_id = ? AND feed_id = ?", int64(list), int64(id)); err != nil {
		return err
	}
	const inherit = `UPDATE feeds SET list_id = (SELECT min(list_id) FROM listed WHERE feed_id = feeds.id)
		WHERE id = ? AND list_id = ? AND EXISTS (SELECT 1 FROM listed WHERE feed_id = feeds.id)`
	if n, err := t.exec(ctx, inherit, int64(id), int64(list)); err != nil || n > 0 {
		return err
	}
	n, err := t.exec(ctx, "UPDATE feeds SET stopped = 1, reason = ?, problem = ?, lease_until = 0 WHERE id = ? AND list_id = ? AND stopped = 0",
		string(news.ReasonUnlisted), unlisted, int64(id), int64(list))
	if err != nil || n == 0 {
		return err
	}
	for i := range polls { // polled together with its list, and saved after this
		if polls[i].Feed.ID == id {
			polls[i].Feed.Stopped, polls[i].Feed.Reason, polls[i].Feed.Problem = true, news.ReasonUnlisted, unlisted
		}
	}
	return nil
}

// listOf is the list that brings a subscription; zero when a person does.
func (t *tx) listOf(ctx context.Context, w news.Subscription) (news.FeedID, error) {
	if w.ListID != 0 || w.List == "" {
		return w.ListID, nil
	}
	list, err := t.feedByURL(ctx, clean(w.List))
	if err != nil || list.Kind != news.FeedList {
		return 0, err
	}
	return list.ID, nil
}

// adopt gives a feed that a list brought to the person who now asks for it, and starts it if the list had stopped it.
func (t *tx) adopt(ctx context.Context, f news.Feed, now time.Time) (news.Feed, error) {
	if f.ListID == 0 {
		return f, nil
	}
	query := "UPDATE feeds SET list_id = 0 WHERE id = ?"
	args := []any{int64(f.ID)}
	f.ListID = 0
	if f.Stopped && f.Reason == news.ReasonUnlisted {
		query = "UPDATE feeds SET list_id = 0, stopped = 0, reason = '', problem = '', failures = 0, next_poll_at = ? WHERE id = ?"
		args = []any{micros(now), int64(f.ID)}
		f.Stopped, f.Reason, f.Problem, f.Failures, f.NextPollAt = false, news.ReasonNone, "", 0, now
	}
	_, err := t.exec(ctx, query, args...)
	return f, err
}

// forgetListed forgets the feeds that a list brought, but for those that other lists name too.
func (t *tx) forgetListed(ctx context.Context, list news.FeedID) error {
	const inherit = `UPDATE feeds SET list_id = (SELECT min(list_id) FROM listed WHERE feed_id = feeds.id AND list_id <> ?)
		WHERE list_id = ? AND EXISTS (SELECT 1 FROM listed WHERE feed_id = feeds.id AND list_id <> ?)`
	if _, err := t.exec(ctx, inherit, int64(list), int64(list), int64(list)); err != nil {
		return err
	}
	_, err := t.exec(ctx, "DELETE FROM feeds WHERE list_id = ?", int64(list))
	return err
}

// senders gives the sources of what came through mailboxes: each newsletter's own, by the host of its site. It is made
// when it is missing.
func (t *tx) senders(ctx context.Context, polls []news.Poll) (map[string]news.SourceID, error) {
	wanted := map[string]news.Source{}
	for _, poll := range polls {
		if poll.Feed.Kind != news.FeedMail {
			continue
		}
		for _, e := range poll.Entries {
			if host := senderHost(e); host != "" && wanted[host].Name == "" {
				wanted[host] = news.Source{Name: clean(e.Origin), Home: address(e.OriginURL), Language: clip(e.Language, 35)}
			}
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	sources, err := t.sourcesByHost(ctx, wanted)
	if err != nil {
		return nil, err
	}
	var told []news.Poll // what the letters tell of sources that were there
	for host, id := range sources {
		told = append(told, news.Poll{Feed: news.Feed{SourceID: id}, Source: wanted[host]})
	}
	return sources, t.fillSources(ctx, told)
}

// senderHost is the host of the site of who sent a newsletter; "" when it is not known.
func senderHost(e news.Entry) string { return clip(news.HostKey(e.OriginURL), 255) }
