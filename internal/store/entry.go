package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// entryDraft is an entry made ready outside the transaction.
type entryDraft struct {
	news.Entry
	guidKey    int64
	contentKey int64
	body       []byte // of the capture, compressed; nil without one
}

// drafts makes entries ready: those without any identity are left out, and the first of each guid wins.
func drafts(entries []news.Entry) []entryDraft {
	made := make([]entryDraft, 0, len(entries))
	seen := map[int64]bool{}
	for _, e := range entries {
		e.GUID, e.URL, e.Title = clean(e.GUID), address(e.URL), clip(e.Title, maxText)
		e.GUID = cmp.Or(e.GUID, e.URL, e.Title)
		d := entryDraft{Entry: e, guidKey: guidKey(e.SourceID, e.GUID)}
		if e.GUID == "" || seen[d.guidKey] {
			continue
		}
		seen[d.guidKey] = true
		about := []string{e.Title, e.Summary, e.Content, fmt.Sprint(micros(e.UpdatedAt))}
		if e.Capture != nil {
			about = append(about, string(e.Capture.Body))
		}
		d.contentKey = key(about...)
		made = append(made, d)
	}
	return made
}

// putEntries stores new entries and those that changed, and returns how many are new.
func (t *tx) putEntries(ctx context.Context, all []entryDraft, now time.Time) (added int, err error) {
	if len(all) == 0 {
		return 0, nil
	}
	keys := make([]int64, len(all))
	for i, d := range all {
		keys[i] = d.guidKey
	}
	type row struct {
		id         news.EntryID
		contentKey int64
	}
	known := map[int64]row{}
	err = t.each(ctx, func(r scanner) error {
		var k int64
		var old row
		err := r.Scan(&k, &old.id, &old.contentKey)
		known[k] = old
		return err
	}, "SELECT guid_key, id, content_key FROM entries WHERE guid_key IN (:ids)", ids(t.s.d, keys))
	if err != nil {
		return 0, err
	}
	var fresh, changed []entryDraft
	for _, d := range all {
		old, found := known[d.guidKey]
		switch {
		case !found:
			fresh = append(fresh, d)
		case old.contentKey != d.contentKey:
			d.ID = old.id
			changed = append(changed, d)
		}
	}
	if err := t.addEntries(ctx, fresh, now); err != nil {
		return 0, err
	}
	return len(fresh), t.changeEntries(ctx, changed, now)
}

// addEntries inserts new entries in the order of their times, so that identifiers follow time.
func (t *tx) addEntries(ctx context.Context, fresh []entryDraft, now time.Time) error {
	if len(fresh) == 0 {
		return nil
	}
	slices.SortStableFunc(fresh, func(a, b entryDraft) int { return a.PublishedAt.Compare(b.PublishedAt) })
	given, err := t.s.d.reserve(ctx, t, "entry", len(fresh))
	if err != nil {
		return err
	}
	rows := make([][]any, len(fresh))
	for i := range fresh {
		d := &fresh[i]
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
			micros(d.PublishedAt), micros(d.UpdatedAt), seen, int64(state), micros(now), flag(d.Capture != nil)}
	}
	const query = `INSERT INTO entries (id, source_id, feed_id, guid_key, content_key, guid, url, title,
			published_at, updated_at, seen_at, state, due_at, captured)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (guid_key) DO NOTHING`
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

// changeEntries stores what changed and makes the entries unread; a capture that is kept of them is stale now. That ends
// a lease: who reads the old words now must not save them over the new ones.
func (t *tx) changeEntries(ctx context.Context, changed []entryDraft, now time.Time) error {
	if len(changed) == 0 {
		return nil
	}
	slices.SortFunc(changed, func(a, b entryDraft) int { return cmp.Compare(a.ID, b.ID) })
	rows := make([][]any, len(changed))
	for i, d := range changed {
		rows[i] = []any{int64(d.ID), d.contentKey, d.URL, d.Title, micros(d.PublishedAt), micros(d.UpdatedAt), micros(now), flag(d.Capture != nil)}
	}
	const query = `UPDATE entries SET content_key = v.column2, url = v.column3, title = v.column4, published_at = v.column5,
			updated_at = v.column6, due_at = v.column7, stale = CASE WHEN v.column8 = 1 THEN 0 ELSE captured END,
			captured = CASE WHEN v.column8 = 1 THEN 1 ELSE captured END, state = CASE WHEN feed_id = 0 THEN 2 ELSE 0 END, attempts = 0, lease_until = 0
		FROM (VALUES (?, ?, ?, ?, ?, ?, ?, ?)) AS v WHERE id = v.column1`
	if _, err := t.bulk(ctx, query, rows); err != nil {
		return err
	}
	return t.putDetails(ctx, changed)
}

// putDetails stores the long parts of entries, and their captures.
func (t *tx) putDetails(ctx context.Context, entries []entryDraft) error {
	var details, captures [][]any
	for i := range entries {
		d := &entries[i]
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
