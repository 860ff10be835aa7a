package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"nutgraf/internal/news"

	"golang.org/x/crypto/bcrypt"
)

// invitedFor is how long an invitation holds.
const invitedFor = 7 * 24 * time.Hour

// Invite gives a reader another invitation and returns the code with which a password may be chosen once, at /join?code=…; only
// its hash is kept. The password of before holds until then.
func Invite(ctx context.Context, users Users, id news.UserID, now time.Time) (code string, err error) {
	if id == news.OwnerID {
		return "", fmt.Errorf("the owner chooses a password in the settings: %w", news.ErrInvalid)
	}
	code = rand.Text()
	err = users.SetUser(ctx, id, func(u *news.User) error {
		u.Invitation, u.InvitedUntil = hashOfCode(code), now.Add(invitedFor)
		return nil
	})
	return code, err
}

func hashOfCode(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// SetUserPassword sets a reader's password, which ends their sessions and their invitation. It is [news.ErrInvalid] when too
// short or too long. The owner's is set by [SetPassword].
func SetUserPassword(ctx context.Context, users Users, id news.UserID, password string) (u news.User, err error) {
	if err := fitting(password); err != nil {
		return u, err
	}
	if id == news.OwnerID {
		return u, fmt.Errorf("that is the owner: %w", news.ErrInvalid)
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), hashCost)
	if err != nil {
		return u, fmt.Errorf("password: %w", err)
	}
	err = users.SetUser(ctx, id, func(stored *news.User) error {
		stored.Password, stored.Invitation, stored.InvitedUntil = string(hash), "", time.Time{}
		u = *stored
		return nil
	})
	return u, err
}

// usersView is who has an account.
type usersView struct {
	frame
	Users   []userLine
	Link    string // with which somebody chooses a password; shown once
	Invited string // whose it is
	Problem string
}

type userLine struct {
	news.User
	Made    stamp
	Waiting bool // has chosen no password
	Reader  bool
}

func (s *Site) users(r *http.Request) (*reply, error) {
	return s.usersPage(r, http.StatusOK, &usersView{})
}

func (s *Site) usersPage(r *http.Request, status int, view *usersView) (*reply, error) {
	users, err := s.Users.Users(r.Context())
	if err != nil {
		return nil, err
	}
	view.frame = s.frame(r, s.say(r).T("Users"))
	view.frame.Hidden = true
	for _, u := range users {
		reader := u.ID != news.OwnerID
		view.Users = append(view.Users, userLine{u, when(u.MadeAt, s.Now()), reader && u.Password == "", reader})
	}
	answer, err := s.page(r, status, "users", view)
	if err == nil {
		answer.fresh = true
	}
	return answer, err
}

func (s *Site) addUser(r *http.Request) (*reply, error) {
	name := strings.TrimSpace(r.PostFormValue("name"))
	u, err := s.Users.AddUser(r.Context(), news.User{Name: name, Role: news.RoleReader, MadeAt: s.Now()})
	switch {
	case errors.Is(err, news.ErrConflict):
		return s.usersPage(r, http.StatusConflict, &usersView{Problem: s.say(r).T("Somebody has that name.")})
	case errors.Is(err, news.ErrInvalid):
		return s.usersPage(r, http.StatusBadRequest, &usersView{Problem: s.say(r).T("A name has 1 to 60 letters.")})
	case err != nil:
		return nil, err
	}
	return s.invited(r, u)
}

func (s *Site) inviteUser(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	u, err := s.Users.User(r.Context(), news.UserID(id))
	if err != nil {
		return nil, err
	}
	return s.invited(r, u)
}

// invited shows the link of an invitation, this once.
func (s *Site) invited(r *http.Request, u news.User) (*reply, error) {
	code, err := Invite(r.Context(), s.Users, u.ID, time.Now())
	if err != nil {
		return nil, err
	}
	return s.usersPage(r, http.StatusOK, &usersView{Link: s.absolute(r, "/join?code="+code), Invited: u.Name})
}

func (s *Site) removeUser(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	if err := s.Users.RemoveUser(r.Context(), news.UserID(id)); err != nil {
		return nil, err
	}
	s.flash(r, s.say(r).T("The user is removed, with all that was theirs."))
	return redirect(http.StatusSeeOther, "/users"), nil
}

// joinView is the form with which somebody who was invited chooses a password.
type joinView struct {
	frame
	Code, Name, Problem string
	Min                 int
}

func (s *Site) joinForm(r *http.Request) (*reply, error) {
	return s.joinPage(r, http.StatusOK, r.URL.Query().Get("code"), "")
}

func (s *Site) joinPage(r *http.Request, status int, code, problem string) (*reply, error) {
	u, err := s.Users.UserInvited(r.Context(), hashOfCode(code), time.Now())
	if errors.Is(err, news.ErrNotFound) {
		return nil, fmt.Errorf("the invitation is over: %w", news.ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	view := &joinView{frame: s.frame(r, s.say(r).T("Choose a password")), Code: code, Name: u.Name, Problem: problem, Min: minPassword}
	view.frame.Hidden = true
	answer, err := s.page(r, status, "join", view)
	if err == nil {
		answer.fresh = true
	}
	return answer, err
}

func (s *Site) join(r *http.Request) (*reply, error) {
	if !s.attempts.allow(r) {
		return nil, errTooMany
	}
	code, password := r.PostFormValue("code"), r.PostFormValue("password")
	u, err := s.Users.UserInvited(r.Context(), hashOfCode(code), time.Now())
	if err != nil {
		return nil, err
	}
	if password != r.PostFormValue("repeat") {
		return s.joinPage(r, http.StatusBadRequest, code, s.say(r).T("The two passwords differ."))
	}
	u, err = SetUserPassword(r.Context(), s.Users, u.ID, password)
	if errors.Is(err, news.ErrInvalid) {
		return s.joinPage(r, http.StatusBadRequest, code, s.say(r).T("A password has %d to %d characters.", minPassword, maxPassword))
	}
	if err != nil {
		return nil, err
	}
	return s.enterAs(r, u, "/")
}
