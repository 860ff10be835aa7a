package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// mine is what one request of a signed-in user gathers: who asks, what is muted, and the lines of the page that wait to be
// marked as read or saved. Requests of visitors have none.
type mine struct {
	news.User
	Admin bool // the session may administer

	rules  *muting // of the user; nil until a listing asks
	follow *followAct
	shown  bool // the muted too, marked
	muted  map[news.Item]bool
	marks  []*mark
	fresh  map[news.Item]bool // new since the last visit
}

// mark is what a line says of its reader. It is filled when the page is rendered: all lines of a page by one read.
type mark struct {
	items            []news.Item // the story, or the article, or both of a story that is one article
	first            time.Time   // when there was first anything of it
	Seen, New, Saved bool
	Muted            bool
	Note             string
}

func (l storyLine) Seen() bool  { return l.mark != nil && l.mark.Seen }
func (l storyLine) New() bool   { return l.mark != nil && l.mark.New }
func (l storyLine) Saved() bool { return l.mark != nil && l.mark.Saved }
func (l storyLine) Muted() bool { return l.mark != nil && l.mark.Muted }

func (l articleLine) New() bool   { return l.mark != nil && l.mark.New }
func (l articleLine) Seen() bool  { return l.mark != nil && l.mark.Seen }
func (l articleLine) Saved() bool { return l.mark != nil && l.mark.Saved }
func (l articleLine) Muted() bool { return l.mark != nil && l.mark.Muted }

// mineMark is the context's key.
type mineMark struct{}

func mineOf(r *http.Request) *mine {
	m, _ := r.Context().Value(mineMark{}).(*mine)
	return m
}

// as makes the request a user's.
func as(r *http.Request, u news.User, admin bool) *http.Request {
	m := &mine{User: u, Admin: admin, shown: r.URL.Query().Get("muted") == "show", muted: map[news.Item]bool{}, fresh: map[news.Item]bool{}}
	return r.WithContext(context.WithValue(r.Context(), mineMark{}, m))
}

// markStory gives a story's line its mark, for a signed-in user.
func (m *mine) markStory(story news.Story) *mark {
	if m == nil {
		return nil
	}
	k := &mark{items: []news.Item{story.ID.Item()}, first: story.FirstSeenAt, Muted: m.rules.story(story)}
	if story.Articles == 1 && story.Lead != 0 {
		k.items = append(k.items, story.Lead.Item())
	}
	m.marks = append(m.marks, k)
	return k
}

func (m *mine) markArticle(a news.Article) *mark {
	if m == nil {
		return nil
	}
	k := &mark{items: []news.Item{a.ID.Item()}, Muted: m.rules.article(a)}
	m.marks = append(m.marks, k)
	return k
}

// complete reads what the page that is about to be rendered says of its reader.
func (s *Site) complete(r *http.Request) error {
	m := mineOf(r)
	if m == nil {
		return nil
	}
	if len(m.marks) > 0 {
		var items []news.Item
		for _, k := range m.marks {
			items = append(items, k.items...)
		}
		marked, err := s.Users.Marks(r.Context(), m.ID, items)
		if err != nil {
			return err
		}
		for _, k := range m.marks {
			m.fill(k, marked)
		}
		m.marks = nil
	}
	if f := m.follow; f != nil {
		follows, err := s.Users.Follows(r.Context(), m.ID)
		if err != nil {
			return err
		}
		for _, follow := range follows {
			f.On = f.On || string(follow.Kind) == f.Kind && follow.Ref == f.Ref
		}
	}
	return nil
}

func (m *mine) fill(k *mark, marked map[news.Item]news.Marked) {
	for _, item := range k.items {
		of := marked[item]
		k.Seen = k.Seen || !of.ReadAt.IsZero()
		if of.Saved {
			k.Saved, k.Note = true, of.Note
		}
	}
	if since := m.SinceAt; !since.IsZero() && k.first.After(since) && !k.Seen {
		k.New = true
		m.fresh[k.items[0]] = true
	}
}

// Fresh is how many stories on the page are new since the last visit.
func (m *mine) Fresh() int { return len(m.fresh) }

// Hushed is how many items the page leaves out, or would.
func (m *mine) Hushed() int { return len(m.muted) }

// Shown reports whether the muted are shown nevertheless.
func (m *mine) Shown() bool { return m.shown }

// actsFrame is what a page knows of what its reader can do.
type actsFrame struct {
	Mine      *mine  // nil for a visitor
	Acts      bool   // the reader can save, mute and follow
	SignIn    string // address that leads back here
	SignedIn  bool   // with a password
	LastVisit string // the time of it; empty: there was none
	Follow    *followAct
	Item      *itemAct
	Toggle    string // address of this page with the muted, or without
	Theirs    []tab  // the reader's own pages; none for a visitor
}

// followAct offers to follow what the page is about.
type followAct struct {
	Kind, Ref, Name string
	On              bool
}

// itemAct offers what can be done with the article or story that the page is about.
type itemAct struct {
	Kind   string
	ID     int64
	Story  string // number of the story, to mute it; empty: there is none
	Source string // number of an article's source, likewise
	Rule   int64  // that mutes it; 0: none does
	*mark
}

// ownPages are a reader's, each with the way to the others.
var ownPages = []tab{
	{Name: news.Word("Yours"), URL: "/yours"}, {Name: news.Word("Saved"), URL: "/saved"}, {Name: news.Word("Searches"), URL: "/searches"}, {Name: news.Word("History"), URL: "/history"},
	{Name: news.Word("Muted"), URL: "/mutes"}, {Name: news.Word("Settings"), URL: "/settings"},
}

// visitDay is the time of a visit on another day.
var visitDay = news.Word("2 January, 15:04")

func (s *Site) actsFrame(r *http.Request, title string) actsFrame {
	f := actsFrame{Mine: mineOf(r), SignIn: "/sign-in?next=" + url.QueryEscape(r.URL.RequestURI())}
	f.Acts = f.Mine != nil || s.Private
	if f.Acts {
		for _, page := range ownPages {
			page.Here = within(r, page.URL)
			f.Theirs = append(f.Theirs, page)
		}
	}
	f.Follow = followable(r.URL.Path, title)
	if m := f.Mine; m != nil {
		f.SignedIn = m.Admin || m.ID != news.OwnerID
		m.follow = f.Follow
		f.Toggle = toggled(r, m.shown)
		now := s.Now()
		if since := m.SinceAt.In(now.Location()); !m.SinceAt.IsZero() {
			f.LastVisit = since.Format("15:04")
			if now.Sub(since) > 12*time.Hour {
				f.LastVisit = s.say(r).Date(since, visitDay)
			}
		}
	}
	return f
}

// toggled is the address of this page with the muted, or without.
func toggled(r *http.Request, shown bool) string {
	query := r.URL.Query()
	query.Del("muted")
	if !shown {
		query.Set("muted", "show")
	}
	return strings.TrimSuffix(r.URL.Path+"?"+query.Encode(), "?")
}

// followable says what of the page at a path can be followed; nil: nothing.
func followable(path, name string) *followAct {
	kind, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	ref, _, _ := strings.Cut(rest, "/")
	f := news.Follow{Kind: news.FollowKind(kind), Ref: ref}
	if f.Validate() != nil {
		return nil
	}
	return &followAct{Kind: kind, Ref: ref, Name: name}
}

// opened notes that the reader opens what the page is about, and returns when they last did in an earlier visit. What browsers
// fetch ahead is not read.
func (s *Site) opened(r *http.Request, f *frame, item news.Item, story news.StoryID) (before time.Time, err error) {
	f.Item = &itemAct{Kind: string(item.Kind), ID: item.ID, mark: &mark{items: []news.Item{item}}}
	if story != 0 {
		f.Item.Story = story.String()
	}
	m := mineOf(r)
	if m == nil {
		return time.Time{}, nil
	}
	m.marks = append(m.marks, f.Item.mark)
	if m.Options.NoHistory || prefetched(r) || r.Method != http.MethodGet {
		return time.Time{}, nil
	}
	before, err = s.Users.MarkRead(r.Context(), m.ID, item, s.Now())
	if err != nil { // the page is worth more than the note
		s.Log.Warn("reading not noted", "err", err)
	}
	return before, nil
}

// hushed notes which of the reader's rules mutes what the page is about.
func (s *Site) hushed(r *http.Request, f *frame, of func(*muting) (news.Mute, bool)) error {
	m, err := s.mutingOf(r)
	if err != nil || m == nil {
		return err
	}
	if rule, hides := of(m.rules); hides {
		f.Item.Rule = rule.ID
	}
	return nil
}

func prefetched(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Sec-Purpose")+r.Header.Get("Purpose"), "prefetch")
}

// itemOf reads an article or a story from a form.
func itemOf(r *http.Request) (news.Item, error) {
	for _, kind := range []news.ItemKind{news.ItemArticle, news.ItemStory} {
		if text := r.FormValue(string(kind)); text != "" {
			id, err := strconv.ParseInt(text, 10, 64)
			if err != nil || id < 1 {
				break
			}
			return news.Item{Kind: kind, ID: id}, nil
		}
	}
	return news.Item{}, fmt.Errorf("no article or story is named: %w", news.ErrInvalid)
}

// done answers a write: back to where the reader was, or nothing for a script that asks so.
func (s *Site) done(r *http.Request) *reply {
	if r.Header.Get("X-Nutgraf") == "1" {
		return &reply{status: http.StatusNoContent, kind: "text/plain; charset=utf-8"}
	}
	return redirect(http.StatusSeeOther, inside(r.PostFormValue("back")))
}
