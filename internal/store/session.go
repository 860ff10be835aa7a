package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"
)

// Sessions keeps sign-ins for scs: it is an scs.Store and an scs.CtxStore. Only a hash of each token is stored.
// Expired ones are never found, and go whenever a session is saved.
type Sessions struct{ store *Store }

// Sessions returns the keeper of sign-ins.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// FindCtx returns the data of a session that has not expired.
func (k *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	const query = "SELECT data FROM sessions WHERE token = ? AND expires_at > ?"
	err = k.store.one(ctx, func(row scanner) error { return row.Scan(&data) }, query, hashed(token), micros(time.Now()))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, k.store.fail("find session", err)
}

// sessionStep is how much later a session must expire for that alone to be stored: each request puts it off a little.
const sessionStep = time.Hour

// settled reports whether a session is stored as it is, and expires about then.
func (k *Sessions) settled(ctx context.Context, token string, data []byte, expiry time.Time) bool {
	var stored []byte
	var at int64
	const query = "SELECT data, expires_at FROM sessions WHERE token = ?"
	err := k.store.one(ctx, func(row scanner) error { return row.Scan(&stored, &at) }, query, hashed(token))
	later := expiry.Sub(fromMicros(at))
	return err == nil && bytes.Equal(stored, data) && later >= 0 && later < sessionStep
}

// CommitCtx stores a session until it expires.
func (k *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	const query = `INSERT INTO sessions (token, data, expires_at) VALUES (?, ?, ?)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at`
	if k.settled(ctx, token, data, expiry) {
		return nil
	}
	return k.store.write(ctx, "save session", func(ctx context.Context, t *tx) error {
		if _, err := t.exec(ctx, "DELETE FROM sessions WHERE expires_at <= ?", micros(time.Now())); err != nil {
			return err
		}
		_, err := t.exec(ctx, query, hashed(token), data, micros(expiry))
		return err
	})
}

// DeleteCtx ends a session.
func (k *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return k.store.write(ctx, "delete session", func(ctx context.Context, t *tx) error {
		_, err := t.exec(ctx, "DELETE FROM sessions WHERE token = ?", hashed(token))
		return err
	})
}

// Find is FindCtx without a context.
func (k *Sessions) Find(token string) ([]byte, bool, error) {
	return k.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (k *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return k.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (k *Sessions) Delete(token string) error { return k.DeleteCtx(context.Background(), token) }
