package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

const feedColumns = `id, source_id, url, kind, title, section, list_id, wish, etag, last_modified, poll_interval, next_poll_at,
	polled_at, succeeded_at, failures, reason, problem, stopped, health, lease_until`

// Feeds that become due together stand in the queue as if each had waited for another part of a minute, in microseconds.
// Lists name the feeds of a host one after another: asked in that order they would wait for the host, and all others with
// them. Steps of the golden section put neighbours far apart, however many there are.
const (
	queueSpan = 60_000_000
	queueStep = 37_082_039
)

// scanFeed reads feedColumns, with room for more columns before them.
func scanFeed(row scanner, f *news.Feed, before ...any) error {
	var interval, next, polled, succeeded, stopped, lease int64
	var wish, health string
	err := row.Scan(append(before, &f.ID, &f.SourceID, &f.URL, &f.Kind, &f.Title, &f.Section, &f.ListID, &wish, &f.ETag, &f.LastModified,
		&interval, &next, &polled, &succeeded, &f.Failures, &f.Reason, &f.Problem, &stopped, &health, &lease)...)
	if err != nil {
		return err
	}
	f.Interval = time.Duration(interval) * time.Microsecond
	f.NextPollAt, f.PolledAt, f.SucceededAt = fromMicros(next), fromMicros(polled), fromMicros(succeeded)
	f.Stopped, f.LeaseUntil = stopped != 0, fromMicros(lease)
	return errors.Join(unpackWish(wish, f), unpackHealth(health, f))
}

// Subscribe adds feeds, due at once, and the sources they belong to: those of their sites' hosts. It returns the feeds
// in the order asked for. A feed that is there stays as it is. A subscription that cannot be polled, such as a broken
// line of a long list, is left out and logged; when nothing else is left, it is [news.ErrInvalid].
func (s *Store) Subscribe(ctx context.Context, wanted []news.Subscription, now time.Time) ([]news.Feed, error) {
	var usable []news.Subscription
	var refused error
	for _, w := range wanted {
		w.URL = clean(strings.TrimSpace(w.URL))
		if err := canPoll(w); err != nil {
			s.log.Warn("a subscription is left out", "err", err)
			refused = cmp.Or(refused, err)
			continue
		}
		usable = append(usable, w)
	}
	if len(usable) == 0 {
		return nil, refused
	}
	var feeds []news.Feed
	err := s.write(ctx, "subscribe", func(ctx context.Context, t *tx) error {
		feeds = feeds[:0]
		byURL := map[string]news.Feed{}
		for _, isList := range []bool{true, false} { // lists first: others may say which list brought them
			for _, w := range usable {
				if _, known := byURL[w.URL]; known || isList != (w.Kind == news.FeedList) {
					continue
				}
				f, err := t.subscribe(ctx, w, now)
				if err != nil {
					return err
				}
				byURL[w.URL] = f
			}
		}
		for _, w := range usable {
			feeds = append(feeds, byURL[w.URL])
		}
		return nil
	})
	return feeds, err
}

// canPoll says what is wrong with a feed's address, if anything is.
func canPoll(w news.Subscription) error {
	if len(w.URL) > maxAddress {
		return fmt.Errorf("feed address %.60q… has more than %d bytes: %w", w.URL, maxAddress, news.ErrInvalid)
	}
	return news.Feed{URL: w.URL, Kind: w.Kind}.Validate()
}

func (t *tx) subscribe(ctx context.Context, w news.Subscription, now time.Time) (news.Feed, error) {
	f, err := t.feedByURL(ctx, w.URL)
	if err != nil {
		return f, err
	}
	if w.ListID, err = t.listOf(ctx, w); err != nil {
		return f, err
	}
	if f.ID != 0 {
		if w.ListID == 0 {
			return t.adopt(ctx, f, now)
		}
		return f, nil
	}
	host := news.HostKey(w.Home)
	if own, err := t.setApart(ctx, w, host); err != nil {
		return f, err
	} else if own || host == "" {
		host = news.HostKey(w.URL)
	}
	sources, err := t.sourcesByHost(ctx, map[string]news.Source{
		clip(host, 255): {Home: address(w.Home), Country: clip(w.Country, 2), Section: w.Section,
			Language: clip(w.Language, 35), Weight: w.Weight, Licence: w.Licence},
	})
	if err != nil {
		return f, err
	}
	id, err := t.s.d.reserve(ctx, t, "feed", 1)
	if err != nil {
		return f, err
	}
	const query = `INSERT INTO feeds (id, source_id, url, kind, title, section, list_id, wish, outline, next_poll_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING`
	source := sources[clip(host, 255)]
	if _, err := t.exec(ctx, query, id[0], int64(source), w.URL, string(w.Kind), clip(w.Title, maxName), clip(string(w.Section), 20),
		int64(w.ListID), packWish(w.Wish), packOutline(w), micros(now)-id[0]*queueStep%queueSpan); err != nil {
		return f, err
	}
	if w.ListID != 0 {
		if err := t.nowListed(ctx, w.ListID, news.Feed{ID: news.FeedID(id[0])}, now); err != nil {
			return f, err
		}
	}
	return t.feedByURL(ctx, w.URL)
}

// setApart reports whether a feed that a list brings must not belong to the source it claims: one that an operator gave a
// weight or a licence, which are for the source's own host. Else whoever writes the list could take them.
func (t *tx) setApart(ctx context.Context, w news.Subscription, host string) (apart bool, err error) {
	if w.ListID == 0 || host == news.HostKey(w.URL) {
		return false, nil
	}
	err = t.each(ctx, func(row scanner) error { apart = true; return row.Scan(new(int64)) },
		"SELECT id FROM sources WHERE host = ? AND (weight <> 1 OR licence <> '')", clip(host, 255))
	return apart, err
}

func (t *tx) feedByURL(ctx context.Context, address string) (news.Feed, error) {
	var f news.Feed
	err := t.each(ctx, func(row scanner) error { return scanFeed(row, &f) }, "SELECT "+feedColumns+" FROM feeds WHERE url = ?", address)
	return f, err
}

// sourcesByHost gives the identifiers of the sources with these hosts, making those that are missing.
func (t *tx) sourcesByHost(ctx context.Context, wanted map[string]news.Source) (map[string]news.SourceID, error) {
	hosts := make([]string, 0, len(wanted))
	for host := range wanted {
		hosts = append(hosts, host)
	}
	slices.Sort(hosts) // one order for all, so that no two transactions wait for each other
	found := map[string]news.SourceID{}
	for _, host := range hosts {
		id, err := t.sourceByHost(ctx, host)
		if err != nil {
			return nil, err
		}
		if id == 0 {
			if id, err = t.addSource(ctx, host, wanted[host]); err != nil {
				return nil, err
			}
		}
		found[host] = id
	}
	return found, nil
}

func (t *tx) sourceByHost(ctx context.Context, host string) (id news.SourceID, err error) {
	err = t.each(ctx, func(row scanner) error { return row.Scan(&id) }, "SELECT id FROM sources WHERE host = ?", host)
	return id, err
}

func (t *tx) addSource(ctx context.Context, host string, source news.Source) (news.SourceID, error) {
	id, err := t.s.d.reserve(ctx, t, "source", 1)
	if err != nil {
		return 0, err
	}
	const query = `INSERT INTO sources (id, host, name, home, country, section, language, weight, licence)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (host) DO NOTHING`
	if _, err := t.exec(ctx, query, id[0], host, cmp.Or(clip(source.Name, maxName), host), source.Home, cmp.Or(source.Country, news.CountryOfHost(host)), clip(string(source.Section), 20),
		source.Language, cmp.Or(number(source.Weight), 1), string(source.Licence)); err != nil {
		return 0, err
	}
	return t.sourceByHost(ctx, host)
}

// Unsubscribe ends the polling of a feed and forgets it; with a list go the feeds that it alone brought. What came
// through them stays.
func (s *Store) Unsubscribe(ctx context.Context, id news.FeedID) error {
	return s.write(ctx, "unsubscribe", func(ctx context.Context, t *tx) error {
		if err := t.forgetListed(ctx, id); err != nil {
			return err
		}
		n, err := t.exec(ctx, "DELETE FROM feeds WHERE id = ?", int64(id))
		if err == nil && n == 0 {
			err = fmt.Errorf("feed %d: %w", id, news.ErrNotFound)
		}
		return err
	})
}

// ClaimFeeds takes up to limit feeds that are due, those that waited longest first, and leases them until then.
func (s *Store) ClaimFeeds(ctx context.Context, now, until time.Time, limit int) ([]news.Feed, error) {
	const query = `WITH due AS (
			SELECT id FROM feeds WHERE stopped = 0 AND next_poll_at <= ? AND lease_until <= ?
			ORDER BY next_poll_at, id LIMIT ? {FOR UPDATE SKIP LOCKED})
		UPDATE feeds SET lease_until = ? WHERE id IN (SELECT id FROM due) RETURNING ` + feedColumns
	var feeds []news.Feed
	err := s.write(ctx, "claim feeds", func(ctx context.Context, t *tx) error {
		feeds = feeds[:0]
		err := t.each(ctx, func(row scanner) error {
			var f news.Feed
			err := scanFeed(row, &f)
			feeds = append(feeds, f)
			return err
		}, query, micros(now), micros(now), limit, micros(until))
		if err != nil || len(feeds) == 0 {
			return err
		}
		return t.fillHubs(ctx, feeds)
	})
	slices.SortFunc(feeds, func(a, b news.Feed) int {
		if c := a.NextPollAt.Compare(b.NextPollAt); c != 0 {
			return c
		}
		return int(a.ID - b.ID)
	})
	return feeds, err
}
