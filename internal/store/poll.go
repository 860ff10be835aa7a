package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// SaveEntries saves the outcome of polls in one transaction: the feeds' next states with the turns they took, what the
// feeds tell of their sources, the hubs they name, and the entries. It returns how many entries are new. A poll whose
// lease was lost changes nothing.
//
// A source's name is filled only while it is the host, its other facts only while they are empty: feeds of one source
// would else overwrite each other for ever. An entry is known within its source by its guid, its link and its title (ADR
// 13). A known one is left alone, unless its feed now says something else of it: then the old words become a version, and
// it waits to be read again.
// What comes through a mailbox belongs to the source of its OriginURL's host. What a list names is followed
// ([news.Poll.Listed]).
func (s *Store) SaveEntries(ctx context.Context, polls []news.Poll, now time.Time) (added int, err error) {
	err = s.write(ctx, "save entries", func(ctx context.Context, t *tx) error {
		added = 0
		mine, err := t.lockFeeds(ctx, polls)
		if err != nil || len(mine) == 0 {
			return err
		}
		sources := make([]news.SourceID, len(mine))
		for i := range mine {
			mine[i].Feed = mine[i].Feed.Noted(now) // here, where it is known whether a feed moved or stopped
			sources[i] = mine[i].Feed.SourceID
		}
		if err := t.lockSources(ctx, sources); err != nil { // all at once, before any of them changes: in one order
			return err
		}
		if err := t.fillSources(ctx, mine); err != nil {
			return err
		}
		if err := t.followListed(ctx, mine, now); err != nil {
			return err
		}
		senders, err := t.senders(ctx, mine)
		if err != nil {
			return err
		}
		var entries []news.Entry
		for _, poll := range mine {
			for _, e := range poll.Entries {
				e.FeedID, e.SourceID = poll.Feed.ID, poll.Feed.SourceID
				if poll.Feed.Kind == news.FeedMail {
					e.SourceID = cmp.Or(senders[senderHost(e)], e.SourceID)
				}
				entries = append(entries, e)
			}
		}
		before, err := t.lastEntry(ctx)
		if err != nil {
			return err
		}
		if added, err = t.putEntries(ctx, entries, nil, now); err != nil {
			return err
		}
		if err := t.saveFeeds(ctx, mine); err != nil {
			return err
		}
		return t.saveHubs(ctx, mine, before, now)
	})
	return added, err
}

// lockFeeds returns the polls whose lease still holds, with the source that the feed belongs to.
func (t *tx) lockFeeds(ctx context.Context, polls []news.Poll) ([]news.Poll, error) {
	type row struct {
		source news.SourceID
		url    string
		lease  int64
	}
	wanted := make([]news.FeedID, len(polls))
	for i, poll := range polls {
		wanted[i] = poll.Feed.ID
	}
	stored := map[news.FeedID]row{}
	const query = "SELECT id, source_id, url, lease_until FROM feeds WHERE id IN (:ids) ORDER BY id {FOR UPDATE}"
	err := t.each(ctx, func(r scanner) error {
		var id news.FeedID
		var f row
		err := r.Scan(&id, &f.source, &f.url, &f.lease)
		stored[id] = f
		return err
	}, query, ids(t.s.d, wanted))
	if err != nil {
		return nil, err
	}
	var mine []news.Poll
	given := map[string]bool{} // new addresses of feeds of this batch
	for _, poll := range polls {
		f, found := stored[poll.Feed.ID]
		if !found || f.lease == 0 || f.lease != micros(poll.Feed.LeaseUntil) {
			continue
		}
		delete(stored, poll.Feed.ID) // a second poll of one feed in a batch is a lost lease too
		poll.Feed.SourceID = f.source
		if err := t.move(ctx, f.url, &poll.Feed, given); err != nil {
			return nil, err
		}
		mine = append(mine, poll)
	}
	slices.SortStableFunc(mine, func(a, b news.Poll) int { return cmp.Compare(a.Feed.ID, b.Feed.ID) })
	return mine, nil
}

// move lets a feed have a new address when it can be polled there. A feed that moves to where another one is polled
// already has nothing left to tell, and stops; where that one has stopped, somebody must go on asking.
func (t *tx) move(ctx context.Context, old string, f *news.Feed, given map[string]bool) error {
	address := clean(f.URL)
	f.URL = old
	if address == old || (news.Feed{URL: address, Kind: f.Kind}).Validate() != nil || len(address) > maxAddress {
		return nil
	}
	taken := given[address]
	if !taken {
		other, err := t.feedByURL(ctx, address)
		if err != nil {
			return err
		}
		if other.ID != 0 && other.Stopped {
			f.Health.MovedFrom, f.Health.MovedAt = "", time.Time{}
			return nil
		}
		taken = other.ID != 0
	}
	if taken {
		f.Stopped, f.Problem = true, fmt.Sprintf("it has moved to %s, which is followed already", address)
		return nil
	}
	given[address] = true
	f.URL = address
	return nil
}

func (t *tx) fillSources(ctx context.Context, polls []news.Poll) error {
	const query = `UPDATE sources SET
			name     = CASE WHEN v.column2 <> '' AND (name = '' OR name = host) THEN v.column2 ELSE name END,
			home     = CASE WHEN home = '' THEN v.column3 ELSE home END,
			language = CASE WHEN language = '' THEN v.column4 ELSE language END,
			icon     = CASE WHEN v.column5 <> '' THEN v.column5 ELSE icon END
		FROM (VALUES (?, ?, ?, ?, ?)) AS v WHERE id = v.column1
		AND ((v.column2 <> '' AND (name = '' OR name = host) AND name <> v.column2) OR (v.column3 <> '' AND home = '')
			OR (v.column4 <> '' AND language = '') OR (v.column5 <> '' AND icon <> v.column5))`
	seen := map[news.SourceID]bool{}
	var rows [][]any
	for _, poll := range polls {
		about := poll.Source
		if seen[poll.Feed.SourceID] || about.Name == "" && about.Home == "" && about.Language == "" && about.Icon == "" {
			continue
		}
		seen[poll.Feed.SourceID] = true
		rows = append(rows, []any{int64(poll.Feed.SourceID), clip(about.Name, maxName), address(about.Home), clip(about.Language, 35), address(about.Icon)})
	}
	slices.SortFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(int64), b[0].(int64)) })
	_, err := t.bulk(ctx, query, rows)
	return err
}

func (t *tx) saveFeeds(ctx context.Context, polls []news.Poll) error {
	const query = `UPDATE feeds SET url = v.column2, title = CASE WHEN v.column3 <> '' THEN v.column3 ELSE title END,
			etag = v.column4, last_modified = v.column5, poll_interval = v.column6, next_poll_at = v.column7,
			polled_at = v.column8, succeeded_at = v.column9, failures = v.column10, reason = v.column11,
			problem = v.column12, stopped = v.column13, health = v.column14, lease_until = 0
		FROM (VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)) AS v WHERE id = v.column1`
	var rows [][]any
	for _, poll := range polls {
		f := poll.Feed
		rows = append(rows, []any{int64(f.ID), f.URL, clip(f.Title, maxName), clip(f.ETag, maxURL), clip(f.LastModified, maxName), f.Interval.Microseconds(),
			micros(f.NextPollAt), micros(f.PolledAt), micros(f.SucceededAt), int64(f.Failures), clip(string(f.Reason), maxReason), clip(f.Problem, maxHeadline), flag(f.Stopped), packHealth(f)})
	}
	_, err := t.bulk(ctx, query, rows)
	return err
}
