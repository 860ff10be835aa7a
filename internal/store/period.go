package store

import (
	"context"
	"strconv"
	"time"
)

// PostgreSQL's search index holds the periods of each article's place beside its terms, so that it can pass over what is
// outside of a slice: a GIN index gives what matches in no order, from its beginning to its end. The condition on periods
// follows from the one on places. Periods stand first in the index, so that nothing is compared after the last of them, even where
// words never meet. Where the index of periods is still being made, it changes nothing.
const betweenPeriods = between + " AND (CAST(? AS int[]) IS NULL OR periods(%[1]s) && CAST(? AS int[]))"

// Periods are of six sizes, the first of 512 seconds, each eight times the one before; their numbers tell which. The function
// of that name in the database makes the same ones.
const (
	periodBits  = posBits + 9
	periodSizes = 6
	periodFirst = 1 << 26 // the number of the first period of a size, from that of the size before
	mostPeriods = 16      // of a slice
)

// periods are those that a slice touches, of the smallest size of which these are few; nil: of none.
func periods(in span) any {
	for size := range int64(periodSizes) {
		bits := periodBits + 3*size
		first, last := in.from>>bits, (in.before-1)>>bits
		if last-first >= mostPeriods {
			continue
		}
		list := []byte{'{'}
		for n := first; n <= last; n++ {
			if n > first {
				list = append(list, ',')
			}
			list = strconv.AppendInt(list, size*periodFirst+n, 10)
		}
		return string(append(list, '}'))
	}
	return nil
}

const periodIndex = "indexrelid = to_regclass('article_search_periods')"

func (s *Store) renewed(ctx context.Context) (done bool, err error) {
	err = s.one(ctx, func(row scanner) error { return row.Scan(&done) }, s.d.search.renewed)
	return done, err
}

// renew makes the search index as it shall be, and waits where another process does so: the lease of who calls ends before that is done.
func (s *Store) renew(ctx context.Context) error {
	if s.d.search.renewed == "" {
		return nil
	}
	for {
		if done, err := s.renewed(ctx); done || err != nil {
			return err
		}
		var begun, worked bool // nobody works on what was begun: a process was killed
		const state = "SELECT to_regclass('article_search_periods') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pg_index WHERE " + periodIndex + " AND indisvalid), " +
			"EXISTS (SELECT 1 FROM pg_stat_progress_create_index WHERE relid = to_regclass('article_search'))"
		if err := s.one(ctx, func(row scanner) error { return row.Scan(&begun, &worked) }, state); err != nil {
			return err
		}
		if worked {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Second):
				continue
			}
		}
		steps := s.d.search.renew
		if begun {
			steps = append([]string{"DROP INDEX CONCURRENTLY IF EXISTS article_search_periods"}, steps...)
		}
		for _, step := range steps {
			if _, err := s.writes.ExecContext(ctx, step); err != nil {
				return err
			}
		}
	}
}
