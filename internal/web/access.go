package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/alexedwards/scs/v2"
	"golang.org/x/crypto/bcrypt"
)

// Keys of settings and of values in a session.
const (
	passwordKey = "admin_password" // a bcrypt hash
	codeKey     = "setup_code"
	ownerKey    = "owner"  // the mark of the password that was given
	readerKey   = "reader" // a user's number and the mark of the password that was given
	flashKey    = "flash"
)

// A password's length in bytes; bcrypt takes no more.
const (
	minPassword = 8
	maxPassword = 72
)

// hashCost makes one guess cost some 60 ms; [attempts] makes it cost more. Tests have a smaller one.
var hashCost = 10

// NewSessions makes the session manager that [Options] wants, kept in store. secure says that readers come by https.
func NewSessions(store scs.Store, secure bool) *scs.SessionManager {
	// Not scs.New: it starts a goroutine for a store in memory that nobody would end.
	return &scs.SessionManager{
		Store: store, Codec: scs.GobCodec{}, Lifetime: 90 * 24 * time.Hour, IdleTimeout: 30 * 24 * time.Hour, HashTokenInStore: true,
		Cookie: scs.SessionCookie{
			Name: "session", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: secure, Persist: true,
		},
		ErrorFunc: func(w http.ResponseWriter, _ *http.Request, _ error) {
			http.Error(w, "The session cannot be read now: try again in a moment.", http.StatusServiceUnavailable)
		},
	}
}

// SetPassword sets the administrator's password, which ends the sessions that began with another. Setting the same
// again changes nothing. It is [news.ErrInvalid] when too short or too long.
func SetPassword(ctx context.Context, settings Settings, password string) error {
	if err := fitting(password); err != nil {
		return err
	}
	old, err := settings.Setting(ctx, passwordKey)
	if err != nil {
		return fmt.Errorf("password: %w", err)
	}
	if old != "" && bcrypt.CompareHashAndPassword([]byte(old), []byte(password)) == nil {
		return nil
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), hashCost)
	if err != nil {
		return fmt.Errorf("password: %w", err)
	}
	if err := settings.SetSetting(ctx, passwordKey, string(hash)); err != nil {
		return fmt.Errorf("password: %w", err)
	}
	return settings.SetSetting(ctx, codeKey, "")
}

// fitting reports a password that is too short or too long.
func fitting(password string) error {
	if len(password) < minPassword || len(password) > maxPassword {
		return fmt.Errorf("a password has %d to %d characters: %w", minPassword, maxPassword, news.ErrInvalid)
	}
	return nil
}

// SetupCode is the word that lets its bearer choose the first password at /setup?code=…. It is made once and kept;
// empty when there is a password already. Show it only to who started the program.
func SetupCode(ctx context.Context, settings Settings) (string, error) {
	hash, err := settings.Setting(ctx, passwordKey)
	if err != nil || hash != "" {
		return "", err
	}
	code, err := settings.Setting(ctx, codeKey)
	if err != nil || code != "" {
		return code, err
	}
	code = rand.Text()
	return code, settings.SetSetting(ctx, codeKey, code)
}

// secretMark tells one password from another without telling either. Each hash has its own salt, so a password that is
// changed and changed back has another mark; so has one whose sessions the user ended.
func secretMark(hash string, epoch int) string {
	if epoch > 0 {
		hash += "\n" + strconv.Itoa(epoch)
	}
	sum := sha256.Sum256([]byte(hash))
	return hex.EncodeToString(sum[:8])
}

// localMark is that of sessions on a private instance, which began without a password.
const localMark = "local"

// recognize looks once for each request who asks: whether its session began with the user's password of now. Requests
// without such a session cost no reading.
func (s *Site) recognize(r *http.Request) (*http.Request, error) {
	if given := s.Sessions.GetString(r.Context(), ownerKey); given != "" {
		hash, err := s.Reader.Setting(r.Context(), passwordKey)
		if err != nil {
			return r, err
		}
		u, err := s.Users.User(r.Context(), news.OwnerID)
		if err != nil {
			return r, err
		}
		if hash != "" && given == secretMark(hash, u.Epoch) {
			return s.visits(r, u, true), nil
		}
	}
	number, given, _ := strings.Cut(s.Sessions.GetString(r.Context(), readerKey), " ")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return r, nil //nolint:nilerr // nobody's session
	}
	u, err := s.Users.User(r.Context(), news.UserID(id))
	switch {
	case errors.Is(err, news.ErrNotFound):
		return r, nil // removed
	case err != nil:
		return r, err
	case u.ID == news.OwnerID && s.Private && given == secretMark(localMark, u.Epoch), u.ID != news.OwnerID && u.Password != "" && given == secretMark(u.Password, u.Epoch):
		return s.visits(r, u, false), nil
	}
	return r, nil
}

// visits makes the request the user's, and notes their visit.
func (s *Site) visits(r *http.Request, u news.User, admin bool) *http.Request {
	if now := s.Now(); r.Method == http.MethodGet && !prefetched(r) && u.Visit(now) {
		err := s.Users.SetUser(r.Context(), u.ID, func(stored *news.User) error { stored.Visit(now); return nil })
		if err != nil && !errors.Is(err, context.Canceled) { // the page is worth more than the note
			s.Log.Warn("visit not noted", "err", err)
		}
	}
	return as(r, u, admin)
}

// owner reports whether the administrator asks.
func (s *Site) owner(r *http.Request) bool {
	m := mineOf(r)
	return m != nil && m.Admin
}

// flash keeps a message for the user's next page.
func (s *Site) flash(r *http.Request, message string) {
	s.Sessions.Put(r.Context(), flashKey, message)
}

// accessView is the forms that ask for a password.
type accessView struct {
	frame
	Setup   bool
	Code    string
	Problem string
	Next    string
	Name    string // that was given
	Min     int
}

func (s *Site) accessPage(r *http.Request, status int, view accessView) (*reply, error) {
	title := s.say(r).T("Sign in")
	if view.Setup {
		title = s.say(r).T("Choose a password")
	}
	view.frame = s.frame(r, title)
	view.Hidden, view.Min = true, minPassword
	answer, err := s.page(r, status, "access", &view)
	if err != nil {
		return nil, err
	}
	answer.fresh = true
	return answer, nil
}

func (s *Site) setupForm(r *http.Request) (*reply, error) {
	hash, err := s.Reader.Setting(r.Context(), passwordKey)
	if err != nil {
		return nil, err
	}
	if hash != "" {
		return redirect(http.StatusSeeOther, "/sign-in"), nil
	}
	return s.accessPage(r, http.StatusOK, accessView{Setup: true, Code: r.URL.Query().Get("code")})
}

// setup takes the first password from whoever knows the code.
func (s *Site) setup(r *http.Request) (*reply, error) {
	if !s.attempts.allow(r) {
		return nil, errTooMany
	}
	code, err := s.Reader.Setting(r.Context(), codeKey)
	if err != nil {
		return nil, err
	}
	given, password := r.PostFormValue("code"), r.PostFormValue("password")
	again, say := accessView{Setup: true, Code: given}, s.say(r)
	if code == "" || subtle.ConstantTimeCompare([]byte(code), []byte(given)) != 1 {
		again.Problem = say.T("This code is not the one that the program printed when it started.")
		return s.accessPage(r, http.StatusForbidden, again)
	}
	if password != r.PostFormValue("repeat") {
		again.Problem = say.T("The two passwords differ.")
		return s.accessPage(r, http.StatusBadRequest, again)
	}
	if err := SetPassword(r.Context(), s.Reader, password); err != nil {
		if !errors.Is(err, news.ErrInvalid) {
			return nil, err
		}
		again.Problem = say.T("A password has %d to %d characters.", minPassword, maxPassword)
		return s.accessPage(r, http.StatusBadRequest, again)
	}
	hash, err := s.Reader.Setting(r.Context(), passwordKey)
	if err != nil {
		return nil, err
	}
	return s.enter(r, hash, "/welcome")
}

func (s *Site) signInForm(r *http.Request) (*reply, error) {
	return s.accessPage(r, http.StatusOK, accessView{Next: inside(r.URL.Query().Get("next"))})
}

// nobody is the hash that is compared when there is no password, so that a failure costs the same either way.
const nobody = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"

// account finds whose password is asked for: the owner's without a name. hash is empty when there is none.
func (s *Site) account(ctx context.Context, name string) (u news.User, hash string, err error) {
	if folded := text.Fold(name); folded == "" || news.ForOwner(folded) {
		u.ID = news.OwnerID
	}
	if u.ID == 0 {
		u, err = s.Users.UserNamed(ctx, name)
		if errors.Is(err, news.ErrNotFound) {
			return u, "", nil
		}
	} else {
		u, err = s.Users.User(ctx, u.ID)
	}
	if err != nil {
		return u, "", err
	}
	if u.ID != news.OwnerID {
		return u, u.Password, nil
	}
	hash, err = s.Reader.Setting(ctx, passwordKey)
	return u, hash, err
}

// ownersName is what the owner is called where no users are kept.
const ownersName = "admin"

func (s *Site) signIn(r *http.Request) (*reply, error) {
	name := strings.TrimSpace(r.PostFormValue("username"))
	if !s.attempts.allow(r) || !s.attempts.allowName(text.Fold(name)) {
		return nil, errTooMany
	}
	u, hash, err := s.account(r.Context(), name)
	if err != nil {
		return nil, err
	}
	known := hash != ""
	if !known {
		hash = nobody
	}
	next := inside(r.PostFormValue("next"))
	wrong := bcrypt.CompareHashAndPassword([]byte(hash), []byte(r.PostFormValue("password"))) != nil
	if wrong || !known {
		view := accessView{Next: next, Name: name, Problem: s.say(r).T("That is not the password.")}
		return s.accessPage(r, http.StatusForbidden, view)
	}
	if u.ID == news.OwnerID {
		return s.enter(r, hash, next)
	}
	return s.enterAs(r, u, next)
}

// enter makes the session the administrator's, for as long as the password with that hash is the password.
func (s *Site) enter(r *http.Request, hash, next string) (*reply, error) {
	u, err := s.Users.User(r.Context(), news.OwnerID)
	if err != nil {
		return nil, err
	}
	return s.begin(r, ownerKey, secretMark(hash, u.Epoch), next)
}

// enterAs makes the session a reader's.
func (s *Site) enterAs(r *http.Request, u news.User, next string) (*reply, error) {
	return s.begin(r, readerKey, u.ID.String()+" "+secretMark(u.Password, u.Epoch), next)
}

// begin begins a session under a new token, of nobody else.
func (s *Site) begin(r *http.Request, key, value, next string) (*reply, error) {
	if err := s.Sessions.RenewToken(r.Context()); err != nil {
		return nil, fmt.Errorf("sign in: %w", err)
	}
	s.Sessions.Remove(r.Context(), ownerKey)
	s.Sessions.Remove(r.Context(), readerKey)
	s.Sessions.Put(r.Context(), key, value)
	return redirect(http.StatusSeeOther, next), nil
}

func (s *Site) signOut(r *http.Request) (*reply, error) {
	if err := s.Sessions.Destroy(r.Context()); err != nil {
		return nil, fmt.Errorf("sign out: %w", err)
	}
	return redirect(http.StatusSeeOther, "/"), nil
}
