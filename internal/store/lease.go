package store

import (
	"context"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// leaderLease is the lease that SaveStories demands.
const leaderLease = "stories"

// AcquireLease takes the named lease for a holder until then, or prolongs it. The term is 0 while another holds it; else
// it is a fencing token for what the holder saves under the lease. It grows whenever the lease is taken by another
// holder or after it lapsed, and whenever articles were taken out of stories: a holder that gets another term than
// before must forget what it remembers. A lease is a row, not a lock of the server: some servers and poolers only
// pretend to have those.
func (s *Store) AcquireLease(ctx context.Context, name, holder string, now, until time.Time) (term int64, err error) {
	const query = `INSERT INTO leases (name, holder, lease_until, term) VALUES (?, ?, ?, 1)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until,
			term = CASE WHEN leases.holder = excluded.holder AND leases.lease_until > ? THEN leases.term ELSE leases.term + 1 END
		WHERE leases.holder = excluded.holder OR leases.lease_until <= ?
		RETURNING term`
	err = s.write(ctx, "acquire lease "+name, func(ctx context.Context, t *tx) error {
		term = 0
		return t.each(ctx, func(row scanner) error { return row.Scan(&term) }, query, name, holder, micros(until), micros(now), micros(now))
	})
	return term, err
}

// ReleaseLease gives a lease back; another's lease it leaves alone. The row stays, so that its term never goes back.
func (s *Store) ReleaseLease(ctx context.Context, name, holder string) error {
	return s.write(ctx, "release lease "+name, func(ctx context.Context, t *tx) error {
		_, err := t.exec(ctx, "UPDATE leases SET lease_until = 0 WHERE name = ? AND holder = ?", name, holder)
		return err
	})
}

// nextTerm tells the leader of grouping that stories changed behind its back: what it saves next is refused, and it
// builds its window anew. The row is made when nobody ever led, for somebody may begin to at this moment.
func (t *tx) nextTerm(ctx context.Context) error {
	const query = `INSERT INTO leases (name, holder, lease_until, term) VALUES (?, '', 0, 1)
		ON CONFLICT (name) DO UPDATE SET term = leases.term + 1`
	_, err := t.exec(ctx, query, leaderLease)
	return err
}

// fence fails unless the holder holds the lease now and in that term, and keeps it from changing hands until the
// transaction ends.
func (t *tx) fence(ctx context.Context, name, holder string, term int64, now time.Time) error {
	var owner string
	var until, current int64
	err := t.each(ctx, func(row scanner) error { return row.Scan(&owner, &until, &current) },
		"SELECT holder, lease_until, term FROM leases WHERE name = ? {FOR UPDATE}", name)
	switch {
	case err != nil:
		return err
	case owner != holder || until <= micros(now):
		return fmt.Errorf("the lease %q is not held by %s: %w", name, holder, news.ErrConflict)
	case current != term:
		return fmt.Errorf("the lease %q is in term %d, not %d: %w", name, current, term, news.ErrConflict)
	}
	return nil
}
