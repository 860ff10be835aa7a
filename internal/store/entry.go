package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// addEntries inserts new entries in the order of their times, so that identifiers follow time.
func (t *tx) addEntries(ctx context.Context, fresh []*entryDraft, now time.Time) error {
	if len(fresh) == 0 {
		return nil
	}
	slices.SortStableFunc(fresh, func(a, b *entryDraft) int { return a.PublishedAt.Compare(b.PublishedAt) })
	given, err := t.s.d.reserve(ctx, t, "entry", len(fresh))
	if err != nil {
		return err
	}
	rows := make([][]any, len(fresh))
	for i := range fresh {
		d := fresh[i]
		d.ID = news.EntryID(given[i])
		seen := micros(d.SeenAt)
		if seen == 0 {
			seen = micros(now)
		}
		state := stateUnread
		if d.FeedID == 0 {
			state = stateImported
		}
		rows[i] = []any{given[i], int64(d.SourceID), int64(d.FeedID), d.guidKey, d.contentKey, clip(d.GUID, maxText), d.URL, d.Title,
			micros(d.PublishedAt), micros(d.UpdatedAt), seen, int64(state), micros(now), flag(d.Capture != nil), d.linkKey, d.titleKey}
	}
	const query = `INSERT INTO entries (id, source_id, feed_id, guid_key, content_key, guid, url, title,
			published_at, updated_at, seen_at, state, due_at, captured, link_key, title_key)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (guid_key) DO NOTHING`
	n, err := t.bulk(ctx, query, rows)
	if err != nil {
		return err
	}
	if int(n) < len(fresh) {
		return errAgain // another feed of the source brought the same entry just now
	}
	if err := t.putDetails(ctx, fresh); err != nil {
		return err
	}
	return t.count(ctx, tally{"entries": len(fresh)})
}

// changeEntries stores what changed. What is to be read again becomes unread, and a capture that is kept of it is stale
// now. That ends a lease: who reads the old words now must not save them over the new ones.
func (t *tx) changeEntries(ctx context.Context, changed []*change, now time.Time) error {
	if len(changed) == 0 {
		return nil
	}
	slices.SortFunc(changed, func(a, b *change) int { return cmp.Compare(a.ID, b.ID) })
	rows := make([][]any, len(changed))
	var told []*entryDraft
	for i, c := range changed {
		rows[i] = []any{int64(c.ID), c.contentKey, c.URL, c.Title, micros(c.PublishedAt), micros(c.UpdatedAt), micros(now),
			flag(c.Capture != nil), flag(c.reread), int64(c.FeedID), c.linkKey, c.titleKey}
		if c.retold {
			told = append(told, &c.entryDraft)
		}
	}
	const query = `UPDATE entries SET content_key = v.column2, url = v.column3, title = v.column4, published_at = v.column5,
			updated_at = v.column6, feed_id = v.column10, link_key = v.column11, title_key = v.column12,
			due_at = CASE WHEN v.column9 = 1 THEN v.column7 ELSE due_at END,
			stale = CASE WHEN v.column8 = 1 THEN 0 WHEN v.column9 = 1 THEN captured ELSE stale END,
			captured = CASE WHEN v.column8 = 1 THEN 1 ELSE captured END,
			state = CASE WHEN v.column9 = 0 THEN state WHEN v.column10 = 0 THEN 2 ELSE 0 END,
			attempts = CASE WHEN v.column9 = 1 THEN 0 ELSE attempts END,
			lease_until = CASE WHEN v.column9 = 1 THEN 0 ELSE lease_until END
		FROM (VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)) AS v WHERE id = v.column1`
	if _, err := t.bulk(ctx, query, rows); err != nil {
		return err
	}
	return t.putDetails(ctx, told)
}

// putDetails stores the long parts of entries, and their captures.
func (t *tx) putDetails(ctx context.Context, entries []*entryDraft) error {
	var details, captures [][]any
	for _, d := range entries {
		packed, err := packEntry(&d.Entry)
		if err != nil {
			return err
		}
		details = append(details, []any{int64(d.ID), packed})
		if d.Capture != nil {
			captures = append(captures, captureRow(d.ID, d.Capture, d.body))
		}
	}
	const detail = `INSERT INTO entry_details (entry_id, detail) VALUES (?, ?)
		ON CONFLICT (entry_id) DO UPDATE SET detail = excluded.detail`
	if _, err := t.bulk(ctx, detail, details); err != nil {
		return err
	}
	return t.putCaptures(ctx, captures)
}

// captureRow is what putCaptures takes; body is the compressed form, made here when the caller has not.
func captureRow(id news.EntryID, c *news.Capture, body []byte) []any {
	if body == nil {
		body = squeeze(c.Body)
	}
	return []any{int64(id), address(c.URL), clip(c.ContentType, maxName), micros(c.FetchedAt), int64(len(c.Body)), body}
}

func (t *tx) putCaptures(ctx context.Context, rows [][]any) error {
	const query = `INSERT INTO captures (entry_id, url, content_type, fetched_at, size, body) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (entry_id) DO UPDATE SET url = excluded.url, content_type = excluded.content_type,
			fetched_at = excluded.fetched_at, size = excluded.size, body = excluded.body`
	_, err := t.bulk(ctx, query, rows)
	return err
}
