package store

import (
	"context"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// leaderLease is the lease that SaveStories demands.
const leaderLease = "stories"

// AcquireLease takes the named lease for a holder until then, or prolongs it. It is false while another holds it. A
// lease is a row, not a lock of the server: some servers and poolers only pretend to have those.
func (s *Store) AcquireLease(ctx context.Context, name, holder string, now, until time.Time) (bool, error) {
	const query = `INSERT INTO leases (name, holder, lease_until) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until
		WHERE leases.holder = excluded.holder OR leases.lease_until <= ?`
	var n int64
	err := s.write(ctx, "acquire lease "+name, func(ctx context.Context, t *tx) (err error) {
		n, err = t.exec(ctx, query, name, holder, micros(until), micros(now))
		return err
	})
	return n == 1, err
}

// ReleaseLease gives a lease back; another's lease it leaves alone.
func (s *Store) ReleaseLease(ctx context.Context, name, holder string) error {
	return s.write(ctx, "release lease "+name, func(ctx context.Context, t *tx) error {
		_, err := t.exec(ctx, "DELETE FROM leases WHERE name = ? AND holder = ?", name, holder)
		return err
	})
}

// fence fails unless the holder holds the lease now, and keeps it from changing hands until the transaction ends.
func (t *tx) fence(ctx context.Context, name, holder string, now time.Time) error {
	var owner string
	var until int64
	err := t.each(ctx, func(row scanner) error { return row.Scan(&owner, &until) },
		"SELECT holder, lease_until FROM leases WHERE name = ? {FOR UPDATE}", name)
	if err != nil {
		return err
	}
	if owner != holder || until <= micros(now) {
		return fmt.Errorf("the lease %q is not held by %s: %w", name, holder, news.ErrConflict)
	}
	return nil
}
