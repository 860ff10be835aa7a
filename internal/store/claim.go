package store

import (
	"context"
	"errors"
	"time"

	"nutgraf/internal/news"
)

// States of an entry. The first three wait, in the order in which they are served: what was imported waits for
// everything fresh, so that a huge import holds up no news.
const (
	stateUnread   = 0
	stateRetry    = 1
	stateImported = 2 // unread, and of no feed
	stateDone     = 3
)

// The queues of the articles stage: a later one is looked at only when the earlier ones leave room, the last only when
// they are empty. Each is a range of one index; "state < 3" says nothing new but to SQLite, which else does not see
// that the index fits.
const (
	unreadQueue   = "state < 3 AND state = 0 AND due_at <= ? AND lease_until <= ? ORDER BY due_at, id"
	retryQueue    = "state < 3 AND state = 1 AND due_at <= ? AND lease_until <= ? ORDER BY due_at, id"
	importedQueue = "state < 3 AND state = 2 AND due_at <= ? AND lease_until <= ? ORDER BY due_at, id"
	outdatedQueue = "state = 3 AND captured = 1 AND version < ? AND lease_until <= ? ORDER BY version, id"
)

// claimEntries reads all that a worker needs of what it takes from a queue.
func claimEntries(queue string) string {
	return `WITH due AS (SELECT id FROM entries WHERE ` + queue + ` LIMIT ? {FOR UPDATE SKIP LOCKED})
		SELECT e.id, e.source_id, e.feed_id, e.guid, e.url, e.title, e.published_at, e.updated_at, e.seen_at, e.attempts, e.stale,
			d.detail, o.host, o.name, o.home, o.country, o.language, o.section, o.weight, o.licence, o.icon,
			coalesce(f.id, 0), coalesce(f.url, ''), coalesce(f.kind, ''), coalesce(f.title, ''), coalesce(f.section, ''), coalesce(f.wish, ''),
			coalesce(k.rules, ''), coalesce(k.generation, 0), c.url, c.content_type, c.fetched_at, c.body
		FROM entries e JOIN sources o ON o.id = e.source_id JOIN entry_details d ON d.entry_id = e.id
		LEFT JOIN feeds f ON f.id = e.feed_id LEFT JOIN captures c ON c.entry_id = e.id
		LEFT JOIN learned k ON k.source_id = e.source_id
		WHERE e.id IN (SELECT id FROM due) ORDER BY e.due_at, e.id`
}

// ClaimEntries takes up to limit entries and leases them until then, each with its source and what is known of it, its feed and kept capture:
// unread ones of feeds first, then those whose next try is due, then unread ones that were imported, and only when there
// are none of these, those with a kept capture that a version lower than the given one has read.
func (s *Store) ClaimEntries(ctx context.Context, now, until time.Time, limit, version int) ([]news.Work, error) {
	var works []news.Work
	err := s.write(ctx, "claim entries", func(ctx context.Context, t *tx) error {
		works = works[:0]
		for _, queue := range []struct {
			where string
			bound int64
		}{{unreadQueue, micros(now)}, {retryQueue, micros(now)}, {importedQueue, micros(now)}, {outdatedQueue, int64(version)}} {
			if len(works) == limit || queue.where == outdatedQueue && len(works) > 0 {
				break
			}
			err := t.each(ctx, func(row scanner) error {
				w, err := scanWork(row)
				w.LeaseUntil = fromMicros(micros(until))
				works = append(works, w)
				return err
			}, claimEntries(queue.where), queue.bound, micros(now), limit-len(works))
			if err != nil {
				return err
			}
		}
		if len(works) == 0 {
			return nil
		}
		taken := make([]news.EntryID, len(works))
		for i, w := range works {
			taken[i] = w.Entry.ID
		}
		if err := t.addKnowledge(ctx, works); err != nil {
			return err
		}
		_, err := t.exec(ctx, "UPDATE entries SET lease_until = ?, attempts = attempts + 1 WHERE id IN (:ids)", micros(until), ids(t.s.d, taken))
		return err
	})
	if err != nil {
		return nil, err
	}
	s.unsqueezeAll(works)
	return works, nil
}

// scanWork reads one row of claimEntries; a capture's body is still compressed.
func scanWork(row scanner) (news.Work, error) {
	var w news.Work
	e, o := &w.Entry, &w.Source
	var published, updated, seen, stale int64
	var detail, body []byte
	var wish, rules string
	var address, contentType *string
	var fetched *int64
	err := row.Scan(&e.ID, &e.SourceID, &e.FeedID, &e.GUID, &e.URL, &e.Title, &published, &updated, &seen, &w.Attempts, &stale,
		&detail, &o.Host, &o.Name, &o.Home, &o.Country, &o.Language, &o.Section, &o.Weight, &o.Licence, &o.Icon,
		&w.Feed.ID, &w.Feed.URL, &w.Feed.Kind, &w.Feed.Title, &w.Feed.Section, &wish,
		&rules, &w.Learned, &address, &contentType, &fetched, &body)
	if err != nil {
		return w, err
	}
	e.PublishedAt, e.UpdatedAt, e.SeenAt = fromMicros(published), fromMicros(updated), fromMicros(seen)
	o.ID, w.Stale = e.SourceID, stale != 0
	if w.Feed.ID != 0 {
		w.Feed.SourceID = e.SourceID
	}
	if address != nil {
		e.Capture = &news.Capture{URL: *address, ContentType: *contentType, FetchedAt: fromMicros(*fetched), Body: body}
	}
	w.Rules, err = unpackRules(rules)
	return w, errors.Join(err, unpackEntry(detail, e), unpackWish(wish, &w.Feed))
}

// unsqueezeAll decompresses the captures, outside the transaction. A capture that is damaged is left out: its page can
// be fetched again.
func (s *Store) unsqueezeAll(works []news.Work) {
	parallel(len(works), func(i int) {
		e := &works[i].Entry
		if e.Capture == nil {
			return
		}
		body, err := unsqueeze(e.Capture.Body)
		if err != nil {
			s.log.Warn("a kept capture is damaged", "entry", e.ID, "err", err)
			e.Capture = nil
			return
		}
		e.Capture.Body = body
	})
}
