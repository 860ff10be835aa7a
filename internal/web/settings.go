package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"nutgraf/internal/news"

	"golang.org/x/crypto/bcrypt"
)

// settingsView is how a reader wants the site: what cookies hold for a visitor, and what is kept of a user.
type settingsView struct {
	frame
	News     []choice // languages of the news
	Region   string
	Regions  []choice
	Shelves  []shelfLine
	History  bool
	Keyed    []feedLink
	Password bool // there is one to change
	Min      int
}

// shelfLine is a section in a user's order.
type shelfLine struct {
	Value, Name string
	Place       int
	Hidden      bool
}

func (s *Site) settings(r *http.Request) (*reply, error) {
	counts, err := s.Reader.Languages(r.Context())
	if err != nil {
		return nil, err
	}
	regions, err := s.regions(r)
	if err != nil {
		return nil, err
	}
	chosen := s.choices(r)
	view := &settingsView{frame: s.frame(r, s.say(r).T("Settings")), News: languages(counts, chosen.Language), Region: chosen.Region, Regions: regions, Min: minPassword}
	view.frame.Hidden = true
	m := view.Mine
	if m == nil {
		return s.page(r, http.StatusOK, "settings", view)
	}
	for i, section := range slices.Concat(m.Options.Sections(), m.Options.Hidden) {
		view.Shelves = append(view.Shelves, shelfLine{string(section), sectionName(section), i + 1, slices.Contains(m.Options.Hidden, section)})
	}
	view.History = !m.Options.NoHistory
	view.Keyed = slices.Concat(s.keyedFeeds(r, "/yours"), s.keyedFeeds(r, "/saved"))
	view.Password = m.Admin || m.ID != news.OwnerID
	return s.page(r, http.StatusOK, "settings", view)
}

// regions offers the countries that sources are in.
func (s *Site) regions(r *http.Request) ([]choice, error) {
	states, err := s.Reader.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	chosen := s.choices(r).Region
	known := map[string]bool{}
	var offered []choice
	for _, state := range states {
		if code := state.Source.Country; news.Region(code) && code != "" && !known[code] {
			known[code] = true
			offered = append(offered, choice{Value: code, Name: countryIn(s.say(r), code), Chosen: code == chosen})
		}
	}
	slices.SortFunc(offered, func(a, b choice) int { return strings.Compare(a.Name, b.Name) })
	return offered, nil
}

// setReading takes the order of sections, which of them are hidden, and whether reading is remembered.
func (s *Site) setReading(r *http.Request) (*reply, error) {
	if err := r.ParseForm(); err != nil {
		return nil, news.ErrInvalid
	}
	form := r.PostForm
	places := map[news.Section]int{}
	var order, hidden []news.Section
	for i, section := range news.Sections() {
		order = append(order, section)
		places[section] = 100 + i
		if n, err := strconv.Atoi(form.Get("place-" + string(section))); err == nil && n > 0 && n < 100 {
			places[section] = n
		}
		if slices.Contains(form["hide"], string(section)) {
			hidden = append(hidden, section)
		}
	}
	slices.SortStableFunc(order, func(a, b news.Section) int { return places[a] - places[b] })
	m := mineOf(r)
	err := s.Users.SetUser(r.Context(), m.ID, func(u *news.User) error {
		u.Options.Order, u.Options.Hidden, u.Options.NoHistory = order, hidden, form.Get("history") != "on"
		return nil
	})
	if err != nil {
		return nil, err
	}
	if form.Get("history") != "on" { // what is not to be remembered is not kept either
		if err := s.Users.MarkUnread(r.Context(), m.ID, news.Item{}); err != nil {
			return nil, err
		}
	}
	s.flash(r, s.say(r).T("Your settings are kept."))
	return s.done(r), nil
}

// renewKey gives the user's feeds another key, which closes them to who has the one before; with remove, to everybody.
func (s *Site) renewKey(r *http.Request) (*reply, error) {
	key := rand.Text()
	if r.PostFormValue("remove") != "" {
		key = ""
	}
	if err := s.Users.SetUser(r.Context(), mineOf(r).ID, func(u *news.User) error { u.Key = key; return nil }); err != nil {
		return nil, err
	}
	return s.done(r), nil
}

// changePassword takes the password of now and another one, and ends all other sessions of the user.
func (s *Site) changePassword(r *http.Request) (*reply, error) {
	m := mineOf(r)
	if m.ID == news.OwnerID && !m.Admin {
		return nil, news.ErrForbidden
	}
	if !s.attempts.allow(r) {
		return nil, errTooMany
	}
	hash := m.User.Password
	if m.Admin {
		var err error
		if hash, err = s.Reader.Setting(r.Context(), passwordKey); err != nil {
			return nil, err
		}
	}
	say := s.say(r)
	password := r.PostFormValue("password")
	if bcrypt.CompareHashAndPassword([]byte(hash), []byte(r.PostFormValue("current"))) != nil {
		s.flash(r, say.T("Nothing was changed: that is not the password."))
		return redirect(http.StatusSeeOther, "/settings"), nil
	}
	if m.Admin {
		err := SetPassword(r.Context(), s.Reader, password)
		if errors.Is(err, news.ErrInvalid) {
			s.flash(r, say.T("Nothing was changed: a password has %d to %d characters.", minPassword, maxPassword))
			return redirect(http.StatusSeeOther, "/settings"), nil
		}
		if err == nil {
			hash, err = s.Reader.Setting(r.Context(), passwordKey)
		}
		if err != nil {
			return nil, err
		}
		s.flash(r, say.T("The password is changed."))
		return s.enter(r, hash, "/settings")
	}
	u, err := SetUserPassword(r.Context(), s.Users, m.ID, password)
	if errors.Is(err, news.ErrInvalid) {
		s.flash(r, say.T("Nothing was changed: a password has %d to %d characters.", minPassword, maxPassword))
		return redirect(http.StatusSeeOther, "/settings"), nil
	}
	if err != nil {
		return nil, err
	}
	s.flash(r, say.T("The password is changed."))
	return s.enterAs(r, u, "/settings")
}

// leaveEverywhere ends all sessions of the user, this one too.
func (s *Site) leaveEverywhere(r *http.Request) (*reply, error) {
	if err := s.Users.SetUser(r.Context(), mineOf(r).ID, func(u *news.User) error { u.Epoch++; return nil }); err != nil {
		return nil, err
	}
	return s.signOut(r)
}
