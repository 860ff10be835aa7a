package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// This file keeps users. The owner has no row until something of theirs is stored, so that a new database is empty.

const userColumns = `id, name, role, made_at, password, invitation, invited_until, epoch, feed_key, seen_at, since_at, options`

// ownersName is that of a new instance's owner.
const ownersName = "admin"

// readerOptions is the shape in which options are stored.
type readerOptions struct {
	Choices   map[string]string `json:"choices,omitempty"`
	Order     []news.Section    `json:"order,omitempty"`
	Hidden    []news.Section    `json:"hidden,omitempty"`
	NoHistory bool              `json:"no_history,omitempty"`
}

func scanUser(row scanner) (news.User, error) {
	var u news.User
	var made, invited, seen, since int64
	var options string
	err := row.Scan(&u.ID, &u.Name, &u.Role, &made, &u.Password, &u.Invitation, &invited, &u.Epoch, &u.Key, &seen, &since, &options)
	if err != nil {
		return u, err
	}
	u.MadeAt, u.InvitedUntil, u.SeenAt, u.SinceAt = fromMicros(made), fromMicros(invited), fromMicros(seen), fromMicros(since)
	var o readerOptions
	if err := json.Unmarshal([]byte(options), &o); err != nil {
		return u, fmt.Errorf("options of user %d: %w", u.ID, err)
	}
	u.Options = news.ReaderOptions(o)
	return u, nil
}

// newOwner is the owner of whom nothing is stored yet.
func newOwner() news.User {
	return news.User{ID: news.OwnerID, Name: ownersName, Role: news.RoleOwner}
}

// Users lists all users by their names, the owner among them.
func (s *Store) Users(ctx context.Context) (users []news.User, err error) {
	rows, err := s.rows(ctx, "SELECT "+userColumns+" FROM users ORDER BY role, name_key, id")
	owned := false
	err = all(rows, err, func(row scanner) error {
		u, err := scanUser(row)
		owned = owned || u.ID == news.OwnerID
		users = append(users, u)
		return err
	})
	if !owned {
		users = append([]news.User{newOwner()}, users...)
	}
	return users, s.fail("users", err)
}

// User returns one user; the owner is always there.
func (s *Store) User(ctx context.Context, id news.UserID) (news.User, error) {
	u, err := s.user(ctx, "id = ?", int64(id))
	if errors.Is(err, sql.ErrNoRows) && id == news.OwnerID {
		return newOwner(), nil
	}
	return u, s.fail(fmt.Sprintf("user %d", id), err)
}

// UserNamed returns the user of a name, however it is written.
func (s *Store) UserNamed(ctx context.Context, name string) (news.User, error) {
	key := nameOfUser(name)
	u, err := s.user(ctx, "name_key = ?", key)
	if errors.Is(err, sql.ErrNoRows) && news.ForOwner(key) {
		return s.User(ctx, news.OwnerID)
	}
	return u, s.fail(fmt.Sprintf("user %.60q", name), err)
}

// UserByKey returns the user whose feeds a key opens.
func (s *Store) UserByKey(ctx context.Context, key string) (u news.User, err error) {
	err = sql.ErrNoRows
	if key != "" {
		u, err = s.user(ctx, "feed_key = ? AND feed_key <> ''", clean(key))
	}
	return u, s.fail("user of a key", err)
}

// UserInvited returns the user of an invitation that has not run out.
func (s *Store) UserInvited(ctx context.Context, invitation string, now time.Time) (u news.User, err error) {
	err = sql.ErrNoRows
	if invitation != "" {
		u, err = s.user(ctx, "invitation = ? AND invitation <> '' AND invited_until > ?", clean(invitation), micros(now))
	}
	return u, s.fail("user of an invitation", err)
}

func (s *Store) user(ctx context.Context, condition string, args ...any) (u news.User, err error) {
	err = s.one(ctx, func(row scanner) (err error) {
		u, err = scanUser(row)
		return err
	}, "SELECT "+userColumns+" FROM users WHERE "+condition, args...)
	return u, err
}

// nameOfUser is the form in which names of users are unique.
func nameOfUser(name string) string { return clip(text.Fold(name), 200) }

// AddUser stores a new user and gives it a number. A name that is taken is [news.ErrConflict].
func (s *Store) AddUser(ctx context.Context, u news.User) (news.User, error) {
	if err := u.Validate(); err != nil {
		return u, err
	}
	return u, s.write(ctx, "add user", func(ctx context.Context, t *tx) error {
		id, err := t.following(ctx, "user")
		if err != nil {
			return err
		}
		u.ID = news.UserID(id)
		if err := t.free(ctx, u); err != nil {
			return err
		}
		return t.putUser(ctx, u)
	})
}

// following gives the next number of a kind.
func (t *tx) following(ctx context.Context, kind string) (n int64, err error) {
	if _, err := t.exec(ctx, "UPDATE sequences SET last = last + 1 WHERE name = ?", kind); err != nil {
		return 0, err
	}
	return n, t.each(ctx, func(row scanner) error { return row.Scan(&n) }, "SELECT last FROM sequences WHERE name = ?", kind)
}

// free reports as [news.ErrConflict] when another user has the name.
func (t *tx) free(ctx context.Context, u news.User) error {
	taken := u.ID != news.OwnerID && news.ForOwner(nameOfUser(u.Name))
	err := t.each(ctx, func(row scanner) error {
		taken = true
		return row.Scan(new(int64))
	}, "SELECT id FROM users WHERE name_key = ? AND id <> ?", nameOfUser(u.Name), int64(u.ID))
	if err == nil && taken {
		return fmt.Errorf("the name %q is taken: %w", u.Name, news.ErrConflict)
	}
	return err
}

func (t *tx) putUser(ctx context.Context, u news.User) error {
	options, err := json.Marshal(readerOptions(u.Options))
	if err != nil {
		return err
	}
	const query = `INSERT INTO users (id, name, name_key, role, made_at, password, invitation, invited_until, epoch, feed_key, seen_at, since_at, options)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, password = excluded.password, invitation = excluded.invitation,
		invited_until = excluded.invited_until, epoch = excluded.epoch, feed_key = excluded.feed_key, seen_at = excluded.seen_at,
		since_at = excluded.since_at, options = excluded.options`
	_, err = t.exec(ctx, query, int64(u.ID), clean(u.Name), nameOfUser(u.Name), string(u.Role), micros(u.MadeAt), u.Password, u.Invitation,
		micros(u.InvitedUntil), int64(u.Epoch), u.Key, micros(u.SeenAt), micros(u.SinceAt), clean(string(options)))
	return err
}

// SetUser changes a user. The change is made to what is stored at that moment; its error changes nothing.
func (s *Store) SetUser(ctx context.Context, id news.UserID, change func(u *news.User) error) error {
	return s.write(ctx, fmt.Sprintf("set user %d", id), func(ctx context.Context, t *tx) error {
		u, err := t.user(ctx, id)
		if err != nil {
			return err
		}
		if err := change(&u); err != nil {
			return err
		}
		if err := u.Validate(); err != nil {
			return err
		}
		if err := t.free(ctx, u); err != nil {
			return err
		}
		return t.putUser(ctx, u)
	})
}

// user reads a user for a change.
func (t *tx) user(ctx context.Context, id news.UserID) (u news.User, err error) {
	found := false
	err = t.each(ctx, func(row scanner) (err error) {
		found = true
		u, err = scanUser(row)
		return err
	}, "SELECT "+userColumns+" FROM users WHERE id = ? {FOR UPDATE}", int64(id))
	switch {
	case err == nil && !found && id == news.OwnerID:
		return newOwner(), nil
	case err == nil && !found:
		err = news.ErrNotFound
	}
	return u, err
}

// present sees to it that what is stored for a user has somebody to belong to.
func (t *tx) present(ctx context.Context, id news.UserID) error {
	u, err := t.user(ctx, id)
	if err == nil && u.MadeAt.IsZero() {
		u.MadeAt = time.Now()
		err = t.putUser(ctx, u)
	}
	return err
}

// RemoveUser removes a user with all that is theirs. The owner stays: that is [news.ErrForbidden].
func (s *Store) RemoveUser(ctx context.Context, id news.UserID) error {
	op := fmt.Sprintf("remove user %d", id)
	if id == news.OwnerID {
		return fmt.Errorf("%s: that is the owner: %w", op, news.ErrForbidden)
	}
	return s.write(ctx, op, func(ctx context.Context, t *tx) error {
		n, err := t.exec(ctx, "DELETE FROM users WHERE id = ?", int64(id))
		if err == nil && n == 0 {
			err = news.ErrNotFound
		}
		return err
	})
}
