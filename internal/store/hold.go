package store

import (
	"context"
	"time"

	"nutgraf/internal/news"
)

// SaveHolds stores the hosts' wishes for silence; a later one replaces an earlier one of the same host, whoever heard it.
// Those that are over are forgotten.
func (s *Store) SaveHolds(ctx context.Context, holds []news.Hold, now time.Time) error {
	const query = `INSERT INTO holds (host, held_until, refusals, why) VALUES (?, ?, ?, ?)
		ON CONFLICT (host) DO UPDATE SET held_until = excluded.held_until, refusals = excluded.refusals, why = excluded.why
		WHERE excluded.held_until > holds.held_until`
	var rows [][]any
	for _, h := range holds {
		rows = append(rows, []any{clip(h.Host, 255), micros(h.Until), int64(h.Refusals), clip(h.Why, maxHeadline)})
	}
	return s.write(ctx, "save holds", func(ctx context.Context, t *tx) error {
		if _, err := t.bulk(ctx, query, rows); err != nil {
			return err
		}
		_, err := t.exec(ctx, "DELETE FROM holds WHERE held_until <= ?", micros(now))
		return err
	})
}

// Holds lists the hosts that want silence now, by name.
func (s *Store) Holds(ctx context.Context, now time.Time) (holds []news.Hold, err error) {
	rows, err := s.rows(ctx, "SELECT host, held_until, refusals, why FROM holds WHERE held_until > ? ORDER BY host", micros(now))
	err = all(rows, err, func(row scanner) error {
		var h news.Hold
		var until int64
		err := row.Scan(&h.Host, &until, &h.Refusals, &h.Why)
		h.Until = fromMicros(until)
		holds = append(holds, h)
		return err
	})
	return holds, s.fail("holds", err)
}
