package store

import (
	"context"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// Sources lists every source that was not taken down, with its feeds and their health, by name as stored. The number of articles is a kept sum.
func (s *Store) Sources(ctx context.Context) ([]news.SourceState, error) {
	states, err := s.sourceStates(ctx, "WHERE o.hidden = 0")
	return states, s.fail("sources", err)
}

// SourceState returns one source with its feeds and their health.
func (s *Store) SourceState(ctx context.Context, id news.SourceID) (news.SourceState, error) {
	states, err := s.sourceStates(ctx, "WHERE o.id = ? AND o.hidden = 0", int64(id))
	if err == nil && len(states) == 0 {
		err = news.ErrNotFound
	}
	if err != nil {
		return news.SourceState{}, s.fail(fmt.Sprintf("source %d", id), err)
	}
	return states[0], nil
}

// sourceStates reads the sources that a condition names.
func (s *Store) sourceStates(ctx context.Context, condition string, args ...any) ([]news.SourceState, error) {
	query := "SELECT " + sourceColumns + `, coalesce(n.articles, 0), coalesce(k.drift, ''), f.id IS NOT NULL,
			h.feed_id IS NOT NULL, coalesce(h.asked_at, 0), coalesce(h.lease_end, 0), coalesce(h.missed, 0), coalesce(h.problem, ''),
			coalesce(f.id, 0), coalesce(f.source_id, 0), coalesce(f.url, ''), coalesce(f.kind, ''), coalesce(f.title, ''), coalesce(f.section, ''),
			coalesce(f.list_id, 0), coalesce(f.wish, ''), coalesce(f.etag, ''), coalesce(f.last_modified, ''), coalesce(f.poll_interval, 0),
			coalesce(f.next_poll_at, 0), coalesce(f.polled_at, 0), coalesce(f.succeeded_at, 0), coalesce(f.failures, 0), coalesce(f.reason, ''),
			coalesce(f.problem, ''), coalesce(f.stopped, 0), coalesce(f.health, ''), coalesce(f.lease_until, 0)
		FROM sources o LEFT JOIN feeds f ON f.source_id = o.id LEFT JOIN hubs h ON h.feed_id = f.id
		LEFT JOIN learned k ON k.source_id = o.id
		LEFT JOIN (SELECT name, sum(n) AS articles FROM counters WHERE name LIKE 'source/%' GROUP BY name) n
			ON n.name = 'source/' || o.id
		` + condition + ` ORDER BY lower(o.name), o.id, f.id`
	var states []news.SourceState
	rows, err := s.rows(ctx, query, args...)
	err = all(rows, err, func(row scanner) error {
		var state news.SourceState
		var f news.Feed
		var hasFeed, hasHub bool
		var asked, leaseEnd, missed int64
		var problem, drift string
		if err := scanFeed(row, &f, append(into(&state.Source), &state.Articles, &drift, &hasFeed, &hasHub, &asked, &leaseEnd, &missed, &problem)...); err != nil {
			return err
		}
		if hasHub {
			hubHealth(&f.Health, asked, leaseEnd, missed, problem)
		}
		if last := len(states) - 1; last < 0 || states[last].Source.ID != state.Source.ID {
			var err error
			if state.Drifts, state.Turns, err = unpackDrift(drift); err != nil {
				return err
			}
			states = append(states, state)
		}
		if hasFeed {
			of := &states[len(states)-1]
			of.Feeds = append(of.Feeds, f)
			if f.SucceededAt.After(of.SucceededAt) {
				of.SucceededAt = f.SucceededAt
			}
		}
		return nil
	})
	return states, err
}

// Conditions counts the feeds by their condition. It reads of each feed only what that is judged by.
func (s *Store) Conditions(ctx context.Context, now time.Time) (map[news.FeedState]int, error) {
	counts := map[news.FeedState]int{}
	rows, err := s.rows(ctx, "SELECT polled_at, succeeded_at, failures, reason, stopped, health FROM feeds")
	err = all(rows, err, func(row scanner) error {
		var f news.Feed
		var polled, succeeded, stopped int64
		var health string
		if err := row.Scan(&polled, &succeeded, &f.Failures, &f.Reason, &stopped, &health); err != nil {
			return err
		}
		f.PolledAt, f.SucceededAt, f.Stopped = fromMicros(polled), fromMicros(succeeded), stopped != 0
		if err := unpackHealth(health, &f); err != nil {
			return err
		}
		counts[f.Condition(now).State]++
		return nil
	})
	return counts, s.fail("conditions", err)
}

// Source returns one source.
func (s *Store) Source(ctx context.Context, id news.SourceID) (news.Source, error) {
	return s.source(ctx, fmt.Sprintf("source %d", id), "SELECT "+sourceColumns+" FROM sources o WHERE o.id = ?", int64(id))
}

// SourceByHost returns the source of a host, as [news.HostKey] names it.
func (s *Store) SourceByHost(ctx context.Context, host string) (news.Source, error) {
	return s.source(ctx, fmt.Sprintf("source %.100q", host), "SELECT "+sourceColumns+" FROM sources o WHERE o.host = ?", clean(host))
}

func (s *Store) source(ctx context.Context, op, query string, arg any) (o news.Source, err error) {
	err = s.one(ctx, func(row scanner) error { return row.Scan(into(&o)...) }, query, arg)
	return o, s.fail(op, err)
}

// SetSource stores what an operator says of a source: every field but ID and Host.
func (s *Store) SetSource(ctx context.Context, o news.Source) error {
	const query = `UPDATE sources SET name = ?, home = ?, country = ?, language = ?, section = ?, weight = ?, licence = ?, icon = ?, keep = ?
		WHERE id = ?`
	if !o.Licence.Valid() || !o.Section.Valid() {
		return fmt.Errorf("source %d: licence %.20q, section %.20q: %w", o.ID, o.Licence, o.Section, news.ErrInvalid)
	}
	return s.write(ctx, fmt.Sprintf("set source %d", o.ID), func(ctx context.Context, t *tx) error {
		n, err := t.exec(ctx, query, clean(o.Name), clean(o.Home), clip(o.Country, 2), clip(o.Language, 35), string(o.Section),
			number(o.Weight), string(o.Licence), clean(o.Icon), secondsOf(o.Keep), int64(o.ID))
		if err == nil && n == 0 {
			err = news.ErrNotFound
		}
		return err
	})
}
