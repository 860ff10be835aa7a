package store

import (
	"context"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// versionDetail is the shape in which an earlier version of an entry is stored.
type versionDetail struct {
	GUID        string `json:"guid,omitempty"`
	URL         string `json:"url,omitempty"`
	Title       string `json:"title,omitempty"`
	PublishedAt int64  `json:"published_at,omitempty"` // microseconds since 1970
	UpdatedAt   int64  `json:"updated_at,omitempty"`
	entryDetail
}

// maxVersions is how many earlier versions of an entry are kept: the first, and the newest.
const maxVersions = 20

// EntryVersions returns what the feed said of an entry before it said what it says now, oldest first. An entry that was
// never edited has none. Only the first and the newest ones are kept.
func (s *Store) EntryVersions(ctx context.Context, id news.EntryID) ([]news.EntryVersion, error) {
	var versions []news.EntryVersion
	const query = `SELECT v.seen_at, v.seen_until, v.detail, e.feed_id, e.source_id, e.seen_at
		FROM entry_versions v JOIN entries e ON e.id = v.entry_id WHERE v.entry_id = ? ORDER BY v.seq`
	rows, err := s.rows(ctx, query, int64(id))
	err = all(rows, err, func(row scanner) error {
		var v news.EntryVersion
		e := &v.Entry
		var since, until, seen int64
		var packed []byte
		if err := row.Scan(&since, &until, &packed, &e.FeedID, &e.SourceID, &seen); err != nil {
			return err
		}
		var d versionDetail
		if err := unpack(packed, &d); err != nil {
			return fmt.Errorf("entry %d, version until %d: %w", id, until, err)
		}
		d.entryDetail.fill(e)
		e.ID, e.GUID, e.URL, e.Title = id, d.GUID, d.URL, d.Title
		e.PublishedAt, e.UpdatedAt, e.SeenAt = fromMicros(d.PublishedAt), fromMicros(d.UpdatedAt), fromMicros(seen)
		v.SeenAt, v.Until = fromMicros(since), fromMicros(until)
		versions = append(versions, v)
		return nil
	})
	return versions, s.fail("read versions", err)
}

// putVersions keeps what edited entries said before.
func (t *tx) putVersions(ctx context.Context, changed []*change, now time.Time) error {
	type version struct{ seq, until int64 }
	last := map[news.EntryID]version{}
	var edited []news.EntryID
	for _, c := range changed {
		if c.edited {
			edited = append(edited, c.ID)
		}
	}
	if len(edited) == 0 {
		return nil
	}
	err := t.each(ctx, func(row scanner) error {
		var id news.EntryID
		var v version
		err := row.Scan(&id, &v.seq, &v.until)
		last[id] = v
		return err
	}, "SELECT entry_id, max(seq), max(seen_until) FROM entry_versions WHERE entry_id IN (:ids) GROUP BY entry_id", ids(t.s.d, edited))
	if err != nil {
		return err
	}
	var rows, surplus [][]any
	for _, c := range changed {
		if !c.edited {
			continue
		}
		was, before := &c.was.Entry, last[c.ID]
		since := before.until
		if before.seq == 0 {
			since = micros(was.SeenAt)
		}
		packed, err := pack(versionDetail{GUID: was.GUID, URL: was.URL, Title: was.Title,
			PublishedAt: micros(was.PublishedAt), UpdatedAt: micros(was.UpdatedAt), entryDetail: detailOf(was)})
		if err != nil {
			return err
		}
		rows = append(rows, []any{int64(c.ID), before.seq + 1, since, micros(now), packed})
		if seq := before.seq + 1; seq > maxVersions {
			surplus = append(surplus, []any{int64(c.ID), seq - maxVersions + 1})
		}
	}
	const query = "INSERT INTO entry_versions (entry_id, seq, seen_at, seen_until, detail) VALUES (?, ?, ?, ?, ?)"
	if _, err := t.bulk(ctx, query, rows); err != nil {
		return err
	}
	for _, one := range surplus { // few entries are edited so often
		if _, err := t.exec(ctx, "DELETE FROM entry_versions WHERE entry_id = ? AND seq > 1 AND seq <= ?", one...); err != nil {
			return err
		}
	}
	return nil
}
