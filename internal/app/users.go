package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/web"
)

// Users is what the command line does with users, beside a running service or without one.
type Users struct{ db *store.Store }

// Users opens a database for changes of its users, making it when it is not there.
func (s Storage) Users(ctx context.Context, log *slog.Logger) (*Users, error) {
	db, err := s.Join(ctx, log)
	if err != nil {
		return nil, err
	}
	return &Users{db}, nil
}

// Close ends the use of the database.
func (u *Users) Close() error { return u.db.Close() }

// List lists all users, the owner first. Whether the owner has a password, Password tells by being empty or not.
func (u *Users) List(ctx context.Context) ([]news.User, error) {
	users, err := u.db.Users(ctx)
	if err != nil {
		return nil, err
	}
	for i := range users {
		if users[i].ID == news.OwnerID {
			if users[i].Password, err = u.db.Setting(ctx, "admin_password"); err != nil {
				return nil, err
			}
		}
	}
	return users, nil
}

// Add makes a reader, with a password when one is given, else with an invitation: the path of the page on which the reader chooses
// one, within seven days.
func (u *Users) Add(ctx context.Context, name, password string) (invitation string, err error) {
	user, err := u.db.AddUser(ctx, news.User{Name: name, Role: news.RoleReader, MadeAt: time.Now()})
	if err != nil {
		return "", err
	}
	if password == "" {
		return u.invite(ctx, user.ID)
	}
	if _, err = web.SetUserPassword(ctx, u.db, user.ID, password); err != nil {
		return "", errors.Join(err, u.db.RemoveUser(ctx, user.ID))
	}
	return "", nil
}

func (u *Users) invite(ctx context.Context, id news.UserID) (string, error) {
	code, err := web.Invite(ctx, u.db, id, time.Now())
	return "/join?code=" + code, err
}

// Invite gives a reader another invitation.
func (u *Users) Invite(ctx context.Context, name string) (string, error) {
	user, err := u.db.UserNamed(ctx, name)
	if err != nil {
		return "", err
	}
	return u.invite(ctx, user.ID)
}

// SetPassword sets the password of a user, the owner too.
func (u *Users) SetPassword(ctx context.Context, name, password string) error {
	user, err := u.db.UserNamed(ctx, name)
	if err != nil {
		return err
	}
	if user.ID == news.OwnerID {
		return web.SetPassword(ctx, u.db, password)
	}
	_, err = web.SetUserPassword(ctx, u.db, user.ID, password)
	return err
}

// Remove removes a reader with all that is theirs.
func (u *Users) Remove(ctx context.Context, name string) error {
	user, err := u.db.UserNamed(ctx, name)
	if err != nil {
		return err
	}
	if user.ID == news.OwnerID {
		return fmt.Errorf("%q is the owner, who stays: %w", name, news.ErrForbidden)
	}
	return u.db.RemoveUser(ctx, user.ID)
}
